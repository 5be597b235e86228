/** ARGV: now, name, at. */
export const MARK_HANDLED = `
local at = tonumber(redis.call('HGET', p .. 'schedules', ARGV[2]) or 0)
if tonumber(ARGV[3]) > at then redis.call('HSET', p .. 'schedules', ARGV[2], ARGV[3]) end
return 1
`;
