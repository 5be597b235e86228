/** Who may change the subscriptions and the language of a channel. In a direct message everybody may. */
export type MayChange = 'everyone' | 'members' | 'admins';

/** What somebody is in the organisation that a place belongs to. */
export type Role = 'guest' | 'member' | 'admin';

export function roleMayChange(role: Role, allowed: MayChange): boolean {
  if (allowed === 'everyone') return true;
  return role === 'admin' || (allowed === 'members' && role === 'member');
}
