/** The file of a post. */
export function markdownPost(
  title: string,
  extra: Record<string, string> = {},
  body = `${title}，正文第一段。`,
): string {
  const fields = { title: JSON.stringify(title), date: new Date().toISOString(), ...extra };
  return `---\n${Object.entries(fields)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n')}\n---\n\n${body}\n`;
}
