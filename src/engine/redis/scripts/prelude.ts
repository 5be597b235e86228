/*
 * The ledger's changes in Redis, each a Lua script and so one atomic step. The state machine is not here: JavaScript
 * reckons what a delivery becomes, and a script writes it only if the delivery is still at the version it was reckoned
 * from. Every script may run twice (a connection that breaks tells nothing about what was sent), with the same result.
 *
 * Keys (after `PREFIX:ledger:`):
 *   facts                  hash    revision, initialised, seq, lastScan, restoredFrom, trimmed (seq)
 *   posts                  hash    id → KnownPost
 *   edition                hash    id → EditionRecord;   editions, editions:JOB  zset of ids by seq
 *   draft                  hash    id → Draft;           draft:versions  hash of their versions;  drafts, drafts:waiting
 *                                  zset of ids by seq
 *   delivery:ID            hash    version, seq, channel, state, owner, message (a key of messages), record (JSON of the
 *                                  rest), revised (seq of the last entry of the outbox that was applied), claim; lease and
 *                                  claimed (when) of a claim that came after the record was written
 *   messages               hash    SHA-256 → Message, so that a post for thousands of channels is stored once;
 *                                  messages:uses  hash of how many deliveries show each
 *   state:STATE            zset    ids by seq;  subject:S, channel:C, skipped:C likewise
 *   pending:C              zset    ids that wait, by seq;  due:C  the same ids by the time they are due
 *   sending:C              set     ids under way: at most one is the queue's
 *   leases                 zset    ids under way in all channels, by the end of their lease
 *   lane:C                 hash    paced (Redis's clock), paused
 *   lanes                  zset    channels that can be worked on, by when
 *   departures:C           zset    claims by departure (Redis's clock), for the sliding window
 *   outbox                 zset    revisions of posts, and deliveries of big commits, that are committed and still to be
 *                                  applied or inserted, by seq
 *   staged:TOKEN           list    deliveries of a big commit before it, for a while;  unfolding:TOKEN  after it
 *   created:TOKEN          list    ids of those that were inserted, for a while
 *   revisions              zset    sent deliveries with a revision, by the time it is due
 *   commit:TOKEN           string  result of a commit, for a while
 *   subscriptions…, destinations, schedules, owners
 *
 * A seq orders deliveries by creation and tells the time as well: milliseconds × 1000, counted up within one.
 *
 * Pacing goes by Redis's own clock, which all workers share; other times are those of the callers (`now`).
 */

export const PRELUDE = `
local p = KEYS[1]
local now = tonumber(ARGV[1])
local time = redis.call('TIME')
local clock = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local skew = clock - now
local function int(value) return string.format('%.0f', value) end

-- When a channel can be worked on goes to 'lanes'; it leaves when nothing waits or one is under way.
local function refresh(channel)
  local ready = false
  if redis.call('EXISTS', p .. 'sending:' .. channel) == 0 then
    local due = redis.call('ZRANGE', p .. 'due:' .. channel, 0, 0, 'WITHSCORES')[2]
    if due then
      local lane = redis.call('HMGET', p .. 'lane:' .. channel, 'paced', 'paused')
      ready = math.max(tonumber(due), tonumber(lane[1] or 0) - skew, tonumber(lane[2] or 0))
    end
  end
  if not ready then
    redis.call('ZREM', p .. 'lanes', channel)
    return ''
  end
  redis.call('ZADD', p .. 'lanes', int(ready), channel)
  return int(ready)
end

-- When the window of a channel has room again, by the caller's clock; kept in its lane by Redis's.
local function pace(channel, count, per)
  local opens = 0
  if count > 0 then
    local departures = p .. 'departures:' .. channel
    redis.call('ZREMRANGEBYSCORE', departures, '-inf', int(clock - per))
    -- Departures ahead of the clock mean that it was put back: they must not close the channel for longer than per.
    for _, claim in ipairs(redis.call('ZRANGEBYSCORE', departures, '(' .. int(clock), '+inf')) do
      redis.call('ZADD', departures, int(clock), claim)
    end
    local nth = redis.call('ZREVRANGE', departures, count - 1, count - 1, 'WITHSCORES')[2]
    if nth then opens = tonumber(nth) + per end
  end
  if opens > 0 then redis.call('HSET', p .. 'lane:' .. channel, 'paced', int(opens))
  else redis.call('HDEL', p .. 'lane:' .. channel, 'paced') end
  return opens - skew
end

-- A departure counts from when the platform answered (step 'arrive'), even if Redis has forgotten it since, or not at all
-- (step 'release').
local function arrive(step, channel, claim, count, per)
  if step == 'release' then redis.call('ZREM', p .. 'departures:' .. channel, claim)
  elseif count > 0 then redis.call('ZADD', p .. 'departures:' .. channel, int(clock), claim)
  else redis.call('ZADD', p .. 'departures:' .. channel, 'XX', int(clock), claim) end
  pace(channel, count, per)
end

local function pausedUntil(channel)
  return tonumber(redis.call('HGET', p .. 'lane:' .. channel, 'paused') or 0)
end

local function leave(state, channel, id)
  redis.call('ZREM', p .. 'state:' .. state, id)
  if state == 'pending' then
    redis.call('ZREM', p .. 'pending:' .. channel, id)
    redis.call('ZREM', p .. 'due:' .. channel, id)
  elseif state == 'sending' then
    redis.call('SREM', p .. 'sending:' .. channel, id)
    redis.call('ZREM', p .. 'leases', id)
  elseif state == 'skipped' then
    redis.call('ZREM', p .. 'skipped:' .. channel, id)
  end
end

local function enter(state, channel, id, seq, due, lease)
  redis.call('ZADD', p .. 'state:' .. state, seq, id)
  if state == 'pending' then
    redis.call('ZADD', p .. 'pending:' .. channel, seq, id)
    redis.call('ZADD', p .. 'due:' .. channel, due, id)
  elseif state == 'sending' then
    redis.call('SADD', p .. 'sending:' .. channel, id)
    redis.call('ZADD', p .. 'leases', lease, id)
  elseif state == 'skipped' then
    redis.call('ZADD', p .. 'skipped:' .. channel, seq, id)
  end
end

-- A message is stored once for all deliveries that show it, and goes with the last of them.
local function keep(message, json)
  if redis.call('HSETNX', p .. 'messages', message, json) == 1 then
    redis.call('HSET', p .. 'messages:uses', message, 0)
  end
end
local function use(message, by)
  -- One without a count was stored before there were any: it stays.
  if redis.call('HEXISTS', p .. 'messages:uses', message) == 0 then return end
  if redis.call('HINCRBY', p .. 'messages:uses', message, by) <= 0 then
    redis.call('HDEL', p .. 'messages', message)
    redis.call('HDEL', p .. 'messages:uses', message)
  end
end

local function insert(id, channel, subject, state, seq, due, lease, owner, message, record)
  redis.call('HSET', p .. 'delivery:' .. id, 'version', 1, 'seq', seq, 'channel', channel, 'state', state,
    'owner', owner, 'message', message, 'record', record, 'claimed', '')
  use(message, 1)
  redis.call('ZADD', p .. 'channel:' .. channel, seq, id)
  redis.call('ZADD', p .. 'subject:' .. subject, seq, id)
  enter(state, channel, id, seq, due, lease)
end

local function seqAt(time)
  local seq = math.max(tonumber(redis.call('HGET', p .. 'facts', 'seq') or 0) + 1, time * 1000)
  redis.call('HSET', p .. 'facts', 'seq', int(seq))
  return int(seq)
end
local function nextSeq() return seqAt(now) end

local function full(id)
  local d = redis.call('HMGET', p .. 'delivery:' .. id, 'version', 'record', 'message', 'owner', 'claim', 'lease', 'claimed')
  if not d[1] then return false end
  return { id, d[1], d[2], redis.call('HGET', p .. 'messages', d[3]), d[4] or '', d[5] or '', d[6] or '', d[7] or '' }
end

-- Inserts deliveries as COMMIT takes them, those that are not there already. @returns ids of those, [channel, ready
-- before or '', ready after or ''] for each of their channels
local function insertAll(deliveries, seqOfNext)
  local created, before, channels, lanes = {}, {}, {}, {}
  for _, d in ipairs(deliveries) do
    local id, channel = d[1], d[2]
    local seq = seqOfNext()
    if redis.call('EXISTS', p .. 'delivery:' .. id) == 0 then
      if before[channel] == nil then
        before[channel] = redis.call('ZSCORE', p .. 'lanes', channel) or ''
        channels[#channels + 1] = channel
      end
      insert(id, channel, d[3], d[4], seq, d[5], d[5], '', d[6], d[7])
      created[#created + 1] = id
    end
  end
  for _, channel in ipairs(channels) do lanes[#lanes + 1] = { channel, before[channel], refresh(channel) } end
  return created, lanes
end

-- cjson writes an empty list as an object.
local function list(items) return #items == 0 and '[]' or cjson.encode(items) end

local function saveDraft(id, version, state, record)
  local seq = redis.call('ZSCORE', p .. 'drafts', id) or nextSeq()
  redis.call('HSET', p .. 'draft', id, record)
  redis.call('HSET', p .. 'draft:versions', id, version)
  redis.call('ZADD', p .. 'drafts', seq, id)
  if state == 'waiting' then redis.call('ZADD', p .. 'drafts:waiting', seq, id)
  else redis.call('ZREM', p .. 'drafts:waiting', id) end
end
`;
