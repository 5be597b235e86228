/** How long what is staged waits for its commit (s); whoever staged it may have died. */
export const STAGED_FOR = 600;

/**
 * ARGV: now, token, plan (JSON: basedOn?, settlesRestore, posts?: [id, record], editions: [id, job, record],
 * drafts: [id, version, state, record], messages: [hash, json], deliveries: [id, channel, subject, state, due, message
 * hash, record], staged: how many of STAGE belong to it, revisions: JSON of each PostRevision).
 * A revision is of the deliveries that are there already; it goes to the outbox, and is applied from there. So do staged
 * deliveries: from here on they are committed, in their place in the order, and UNFOLD inserts them.
 * @returns JSON {committed, created: ids, lanes: [channel, ready before or '', ready after or '']}; {lost: true} when what
 * was staged is not there any more, and nothing was committed
 */
export const COMMIT = `
local token = p .. 'commit:' .. ARGV[2]
local before = redis.call('GET', token)
if before then return before end
local plan = cjson.decode(ARGV[3])
local facts = p .. 'facts'
local revision = tonumber(redis.call('HGET', facts, 'revision') or 0)

local conflict = plan.basedOn and plan.basedOn ~= revision
for _, edition in ipairs(plan.editions) do
  conflict = conflict or redis.call('HEXISTS', p .. 'edition', edition[1]) == 1
end
for _, draft in ipairs(plan.drafts) do
  conflict = conflict or tonumber(redis.call('HGET', p .. 'draft:versions', draft[1]) or 0) ~= draft[2] - 1
end
if conflict then
  local result = '{"committed":false,"created":[],"lanes":[]}'
  redis.call('SET', token, result, 'EX', 600)
  return result
end

local staged = p .. 'staged:' .. ARGV[2]
if plan.staged > 0 and redis.call('LLEN', staged) ~= plan.staged then return '{"lost":true}' end

local changed = false
if plan.settlesRestore and redis.call('HDEL', facts, 'restoredFrom') == 1 then changed = true end
if plan.posts then
  if redis.call('HSETNX', facts, 'initialised', 1) == 1 then changed = true end
  for _, post in ipairs(plan.posts) do
    if redis.call('HGET', p .. 'posts', post[1]) ~= post[2] then
      redis.call('HSET', p .. 'posts', post[1], post[2])
      changed = true
    end
  end
end
for _, edition in ipairs(plan.editions) do
  local seq = nextSeq()
  redis.call('HSET', p .. 'edition', edition[1], edition[3])
  redis.call('ZADD', p .. 'editions', seq, edition[1])
  redis.call('ZADD', p .. 'editions:' .. edition[2], seq, edition[1])
  changed = true
end
for _, draft in ipairs(plan.drafts) do saveDraft(draft[1], draft[2], draft[3], draft[4]) end
for _, message in ipairs(plan.messages) do keep(message[1], message[2]) end
for _, revision in ipairs(plan.revisions) do
  local seq = nextSeq()
  redis.call('ZADD', p .. 'outbox', seq, seq .. ' ' .. revision)
end
local created, lanes = insertAll(plan.deliveries, nextSeq)
if #created > 0 then changed = true end
local used = {}
for i, message in ipairs(plan.messages) do used[i] = message[1] end
if plan.staged > 0 then
  local seq = nextSeq()
  redis.call('HSET', facts, 'seq', int(seq + plan.staged))
  redis.call('RENAME', staged, p .. 'unfolding:' .. ARGV[2])
  redis.call('PERSIST', p .. 'unfolding:' .. ARGV[2])
  redis.call('ZADD', p .. 'outbox', seq, seq .. ' ' .. cjson.encode({ deliveries = ARGV[2], count = plan.staged, messages = used }))
  -- They are shown by what is still to be inserted.
  for _, message in ipairs(used) do use(message, 1) end
  changed = true
end
-- Messages of deliveries that were there already.
for _, message in ipairs(used) do use(message, 0) end
if changed then redis.call('HINCRBY', facts, 'revision', 1) end

local result = '{"committed":true,"created":' .. list(created) .. ',"lanes":' .. list(lanes) .. '}'
redis.call('SET', token, result, 'EX', 600)
return result
`;

/**
 * Lays aside a portion of the deliveries of a big commit, where nobody sees them. ARGV: now, token of the commit, how many
 * were staged before, deliveries (JSON of each, as COMMIT takes them).
 */
export const STAGE = `
local staged = p .. 'staged:' .. ARGV[2]
if redis.call('LLEN', staged) == tonumber(ARGV[3]) then redis.call('RPUSH', staged, unpack(ARGV, 4)) end
return redis.call('EXPIRE', staged, ${STAGED_FOR})
`;

/**
 * Inserts the next portion of deliveries that were committed from the stage. ARGV: now, token of the commit, its entry of
 * the outbox, seq of the first, how many there were, how many to insert, keys of the messages they show.
 * @returns JSON {left, lanes as COMMIT}
 */
export const UNFOLD = `
local unfolding, created = p .. 'unfolding:' .. ARGV[2], p .. 'created:' .. ARGV[2]
local seq, count, portion = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local deliveries = redis.call('LRANGE', unfolding, 0, portion - 1)
local left = redis.call('LLEN', unfolding)
local at = seq + count - left - 1
for i, each in ipairs(deliveries) do deliveries[i] = cjson.decode(each) end
local ids, lanes = insertAll(deliveries, function()
  at = at + 1
  return int(at)
end)
if #ids > 0 then
  redis.call('RPUSH', created, unpack(ids))
  redis.call('EXPIRE', created, ${STAGED_FOR})
end
redis.call('LTRIM', unfolding, portion, -1)
left = math.max(0, left - portion)
if left == 0 and redis.call('ZREM', p .. 'outbox', ARGV[3]) == 1 then
  for i = 7, #ARGV do use(ARGV[i], -1) end
end
return '{"left":' .. left .. ',"lanes":' .. list(lanes) .. '}'
`;
