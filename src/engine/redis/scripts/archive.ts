/** Deliveries of all states in the order of their making. ARGV: now, after which seq ('-inf' or '(SEQ'), how many. @returns [id, seq] for each. */
export const DELIVERIES_AFTER = `
local all = {}
for _, state in ipairs({ 'pending', 'sending', 'sent', 'failed', 'held', 'skipped' }) do
  local some = redis.call('ZRANGEBYSCORE', p .. 'state:' .. state, ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[3])
  for i = 1, #some, 2 do all[#all + 1] = { some[i], int(tonumber(some[i + 1])) } end
end
table.sort(all, function(a, b) return tonumber(a[2]) < tonumber(b[2]) end)
local result = {}
for i = 1, math.min(#all, tonumber(ARGV[3])) do result[i] = all[i] end
return result
`;

/** ARGV: now, id, job, record. */
export const RESTORE_EDITION = `
if redis.call('HEXISTS', p .. 'edition', ARGV[2]) == 0 then
  local seq = nextSeq()
  redis.call('ZADD', p .. 'editions', seq, ARGV[2])
  redis.call('ZADD', p .. 'editions:' .. ARGV[3], seq, ARGV[2])
end
redis.call('HSET', p .. 'edition', ARGV[2], ARGV[4])
return 1
`;

/** ARGV: now, id, version, state, record. */
export const RESTORE_DRAFT = `
saveDraft(ARGV[2], ARGV[3], ARGV[4], ARGV[5])
return 1
`;

/**
 * Takes a delivery in as it was in another store, or replaces it. ARGV: now, id, channel, subject, state, due, lease,
 * record, created at, when its revision is due or '', message hash, message, 'absent' to leave alone one that is there.
 * @returns 0 when it was left alone
 */
export const RESTORE_DELIVERY = `
local id, channel, subject, state, due, lease, record = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local old = redis.call('HMGET', p .. 'delivery:' .. id, 'state', 'seq', 'message')
if old[1] and ARGV[13] == 'absent' then return 0 end
if old[1] then leave(old[1], channel, id) end
keep(ARGV[11], ARGV[12])
insert(id, channel, subject, state, old[2] or seqAt(tonumber(ARGV[9])), due, lease, '', ARGV[11], record)
if old[1] then use(old[3], -1) end
if ARGV[10] ~= '' then redis.call('ZADD', p .. 'revisions', ARGV[10], id) else redis.call('ZREM', p .. 'revisions', id) end
refresh(channel)
return 1
`;

/** ARGV: now, id, destination, record, reason of a pause or ''. */
export const RESTORE_SUBSCRIPTION = `
if redis.call('HSET', p .. 'subscriptions', ARGV[2], ARGV[4]) == 1 then
  local seq = nextSeq()
  redis.call('ZADD', p .. 'subscriptions:order', seq, ARGV[2])
  redis.call('ZADD', p .. 'subscriptions:of:' .. ARGV[3], seq, ARGV[2])
end
if ARGV[5] ~= '' then redis.call('HSET', p .. 'subscriptions:paused', ARGV[2], ARGV[5])
else redis.call('HDEL', p .. 'subscriptions:paused', ARGV[2]) end
return 1
`;
