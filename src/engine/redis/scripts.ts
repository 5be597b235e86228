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
 *   outbox                 zset    revisions of posts that are committed and still to be applied, by seq
 *   revisions              zset    sent deliveries with a revision, by the time it is due
 *   commit:TOKEN           string  result of a commit, for a while
 *   subscriptions…, destinations, schedules, owners
 *
 * A seq orders deliveries by creation and tells the time as well: milliseconds × 1000, counted up within one.
 *
 * Pacing goes by Redis's own clock, which all workers share; other times are those of the callers (`now`).
 */

const PRELUDE = `
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

-- A departure counts from when the platform answered (step 'arrive'), or not at all (step 'release').
local function arrive(step, channel, claim, count, per)
  if step == 'release' then redis.call('ZREM', p .. 'departures:' .. channel, claim)
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

local function saveDraft(id, version, state, record)
  local seq = redis.call('ZSCORE', p .. 'drafts', id) or nextSeq()
  redis.call('HSET', p .. 'draft', id, record)
  redis.call('HSET', p .. 'draft:versions', id, version)
  redis.call('ZADD', p .. 'drafts', seq, id)
  if state == 'waiting' then redis.call('ZADD', p .. 'drafts:waiting', seq, id)
  else redis.call('ZREM', p .. 'drafts:waiting', id) end
end
`;

/**
 * ARGV: now, token, plan (JSON: basedOn?, settlesRestore, posts?: [id, record], editions: [id, job, record],
 * drafts: [id, version, state, record], messages: [hash, json], deliveries: [id, channel, subject, state, due, message hash, record], revisions: JSON of each PostRevision).
 * A revision is of the deliveries that are there already; it goes to the outbox, and is applied from there.
 * @returns JSON {committed, created: ids, lanes: [channel, ready before or '', ready after or '']}
 */
const COMMIT = `
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
local created, touched, lanes = {}, {}, {}
for _, d in ipairs(plan.deliveries) do
  local id, channel = d[1], d[2]
  if redis.call('EXISTS', p .. 'delivery:' .. id) == 0 then
    if touched[channel] == nil then
      touched[channel] = redis.call('ZSCORE', p .. 'lanes', channel) or ''
      lanes[#lanes + 1] = channel
    end
    insert(id, channel, d[3], d[4], nextSeq(), d[5], d[5], '', d[6], d[7])
    created[#created + 1] = id
    changed = true
  end
end
-- Messages of deliveries that were there already.
for _, message in ipairs(plan.messages) do use(message[1], 0) end
if changed then redis.call('HINCRBY', facts, 'revision', 1) end

local moved = {}
for _, channel in ipairs(lanes) do moved[#moved + 1] = { channel, touched[channel], refresh(channel) } end
-- cjson writes an empty list as an object.
local list = function(items) return #items == 0 and '[]' or cjson.encode(items) end
local result = '{"committed":true,"created":' .. list(created) .. ',"lanes":' .. list(moved) .. '}'
redis.call('SET', token, result, 'EX', 600)
return result
`;

/**
 * ARGV: now, ids. @returns for each that exists [id, version, record, message, owner, claim, lease, claimed at ('' when
 * the record is not of before the claim)], nil for the others.
 */
const DELIVERIES = `
local result = {}
for i = 2, #ARGV do result[#result + 1] = full(ARGV[i]) end
return result
`;

/** What of the outbox may concern a delivery. ARGV: now, seq, subject. @returns ids of the deliveries that were there before it and have not got it. */
const TO_REVISE = `
local result = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', p .. 'subject:' .. ARGV[3], '-inf', '(' .. ARGV[2])) do
  local revised = tonumber(redis.call('HGET', p .. 'delivery:' .. id, 'revised') or 0)
  if revised < tonumber(ARGV[2]) then result[#result + 1] = id end
end
return result
`;

/**
 * Takes the oldest due delivery of a channel, or the given one, unless another of the channel is under way or its pace or
 * pause forbids it. What the delivery becomes by that is not written here: the claim is stored beside the record, and
 * whoever reads both asks the state machine. ARGV: now, channel, count, per (0, 0: no rate), id or '' for the oldest due,
 * owner, claim, end of the lease.
 * @returns ['taken', then as DELIVERIES], ['wait', until when], ['busy'] or ['none']
 */
const TAKE = `
local channel, count, per, wanted = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local owner, claim, lease = ARGV[6], ARGV[7], ARGV[8]
local function taken(id) return { 'taken', unpack(full(id)) } end
local underWay = redis.call('SMEMBERS', p .. 'sending:' .. channel)
for _, id in ipairs(underWay) do
  -- This very call, whose answer was lost with the connection.
  if redis.call('HGET', p .. 'delivery:' .. id, 'claim') == claim then return taken(id) end
end
if #underWay > 0 then return { 'busy' } end
local first = redis.call('ZRANGE', p .. 'due:' .. channel, 0, 0, 'WITHSCORES')[2]
if wanted ~= '' then first = redis.call('ZSCORE', p .. 'due:' .. channel, wanted) end
if not first then
  refresh(channel)
  return { 'none' }
end
local opens = math.max(pace(channel, count, per), pausedUntil(channel), tonumber(first))
if opens > now then
  refresh(channel)
  return { 'wait', int(opens) }
end
local id = wanted
local from = 0
while id == '' do
  -- The oldest is nearly always due, so the first one nearly always is it.
  local page = redis.call('ZRANGE', p .. 'pending:' .. channel, from, from == 0 and 0 or from + 49)
  if #page == 0 then return { 'none' } end
  for _, each in ipairs(page) do
    if tonumber(redis.call('ZSCORE', p .. 'due:' .. channel, each)) <= now then
      id = each
      break
    end
  end
  from = from + #page
end
local key = p .. 'delivery:' .. id
leave('pending', channel, id)
enter('sending', channel, id, redis.call('HGET', key, 'seq'), '', lease)
redis.call('HINCRBY', key, 'version', 1)
redis.call('HSET', key, 'state', 'sending', 'owner', owner, 'claim', claim, 'lease', lease, 'claimed', int(now))
if count > 0 then
  redis.call('ZADD', p .. 'departures:' .. channel, int(clock), claim)
  pace(channel, count, per)
end
redis.call('ZREM', p .. 'lanes', channel)
return taken(id)
`;

/**
 * Writes what a delivery became. ARGV: now, id, version it was reckoned from, state, due, lease, owner, record,
 * step ('' | 'arrive' | 'release'), claim, count, per, pause the channel until (0: no), when a revision of what is sent is
 * due ('': none), message hash and message ('' and '': as it was), entry of the outbox (0: none), claim it has now or ''.
 * @returns ['done', channel, ready before or '', ready after or ''], ['conflict'], or ['stale'] when a later entry of the
 * outbox was applied already
 */
const APPLY = `
local id, version, state, due, lease, owner, record = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local step, claim, count, per, pause = ARGV[9], ARGV[10], tonumber(ARGV[11]), tonumber(ARGV[12]), tonumber(ARGV[13])
local revision, message, entry = ARGV[14], ARGV[15], tonumber(ARGV[17])
local key = p .. 'delivery:' .. id
local old = redis.call('HMGET', key, 'version', 'channel', 'state', 'seq', 'revised', 'message')
if entry > 0 and tonumber(old[5] or 0) >= entry then return { 'stale' } end
if old[1] ~= version then return { 'conflict' } end
local channel = old[2]
local before = redis.call('ZSCORE', p .. 'lanes', channel) or ''
leave(old[3], channel, id)
enter(state, channel, id, old[4], due, lease)
redis.call('HSET', key, 'version', version + 1, 'state', state, 'owner', owner, 'record', record, 'claim', ARGV[18],
  'claimed', '')
if message ~= '' and message ~= old[6] then
  keep(message, ARGV[16])
  redis.call('HSET', key, 'message', message)
  use(message, 1)
  use(old[6], -1)
end
if entry > 0 then redis.call('HSET', key, 'revised', int(entry)) end
if revision ~= '' then redis.call('ZADD', p .. 'revisions', revision, id) else redis.call('ZREM', p .. 'revisions', id) end
if pause > 0 and pause > pausedUntil(channel) then redis.call('HSET', p .. 'lane:' .. channel, 'paused', int(pause)) end
if step ~= '' then arrive(step, channel, claim, count, per) end
return { 'done', channel, before, refresh(channel) }
`;

/** A pause and an arrival alone, when the delivery itself was settled by somebody else. ARGV: now, channel, claim, count, per, pause. */
const ARRIVE = `
local channel, claim, count, per, pause = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if pause > 0 and pause > pausedUntil(channel) then redis.call('HSET', p .. 'lane:' .. channel, 'paused', int(pause)) end
arrive('arrive', channel, claim, count, per)
return refresh(channel)
`;

/**
 * Deliveries under way that may have lost their worker. ARGV: now, owner that asks (it lives).
 * @returns [id, lease, owner, claim, ms since that owner's last beat or '' for none] for each
 */
const UNDER_WAY = `
local result = {}
local leases = redis.call('ZRANGE', p .. 'leases', 0, -1, 'WITHSCORES')
for i = 1, #leases, 2 do
  local d = redis.call('HMGET', p .. 'delivery:' .. leases[i], 'owner', 'claim')
  local beat = redis.call('ZSCORE', p .. 'owners', d[1] or '')
  result[#result + 1] = { leases[i], leases[i + 1], d[1] or '', d[2] or '', beat and int(clock - tonumber(beat)) or '' }
end
return result
`;

/** An owner lives. Those that have not been heard of for a day are forgotten. ARGV: now, owner. */
const BEAT = `
redis.call('ZADD', p .. 'owners', int(clock), ARGV[2])
redis.call('ZREMRANGEBYSCORE', p .. 'owners', '-inf', int(clock - 86400000))
return 1
`;

/** ARGV: now, since, channel. @returns how many deliveries were created and not skipped. */
const CREATED_SINCE = `
local since = '(' .. int(tonumber(ARGV[2]) * 1000 - 1)
return redis.call('ZCOUNT', p .. 'channel:' .. ARGV[3], since, '+inf')
  - redis.call('ZCOUNT', p .. 'skipped:' .. ARGV[3], since, '+inf')
`;

/** ARGV: now, name, at. */
const MARK_HANDLED = `
local at = tonumber(redis.call('HGET', p .. 'schedules', ARGV[2]) or 0)
if tonumber(ARGV[3]) > at then redis.call('HSET', p .. 'schedules', ARGV[2], ARGV[3]) end
return 1
`;

/** ARGV: now, id, destination, record, reason of a pause or ''. @returns 1 when it is new. */
const SUBSCRIBE = `
if redis.call('HSETNX', p .. 'subscriptions', ARGV[2], ARGV[4]) == 0 then return 0 end
local seq = nextSeq()
redis.call('ZADD', p .. 'subscriptions:order', seq, ARGV[2])
redis.call('ZADD', p .. 'subscriptions:of:' .. ARGV[3], seq, ARGV[2])
if ARGV[5] ~= '' then redis.call('HSET', p .. 'subscriptions:paused', ARGV[2], ARGV[5]) end
return 1
`;

/** ARGV: now, id, destination. @returns 1 when it was there. */
const UNSUBSCRIBE = `
redis.call('ZREM', p .. 'subscriptions:order', ARGV[2])
redis.call('ZREM', p .. 'subscriptions:of:' .. ARGV[3], ARGV[2])
redis.call('HDEL', p .. 'subscriptions:paused', ARGV[2])
return redis.call('HDEL', p .. 'subscriptions', ARGV[2])
`;

/** ARGV: now, destination, reason or '' to end the pause. */
const PAUSE_SUBSCRIPTIONS = `
for _, id in ipairs(redis.call('ZRANGE', p .. 'subscriptions:of:' .. ARGV[2], 0, -1)) do
  if ARGV[3] == '' then redis.call('HDEL', p .. 'subscriptions:paused', id)
  else redis.call('HSET', p .. 'subscriptions:paused', id, ARGV[3]) end
end
return 1
`;

/** ARGV: now, id, job, record. */
const RESTORE_EDITION = `
if redis.call('HEXISTS', p .. 'edition', ARGV[2]) == 0 then
  local seq = nextSeq()
  redis.call('ZADD', p .. 'editions', seq, ARGV[2])
  redis.call('ZADD', p .. 'editions:' .. ARGV[3], seq, ARGV[2])
end
redis.call('HSET', p .. 'edition', ARGV[2], ARGV[4])
return 1
`;

/** ARGV: now, id, version, state, record. */
const RESTORE_DRAFT = `
saveDraft(ARGV[2], ARGV[3], ARGV[4], ARGV[5])
return 1
`;

/**
 * Takes a delivery in as it was in another store, or replaces it. ARGV: now, id, channel, subject, state, due, lease,
 * record, created at, when its revision is due or '', message hash, message.
 */
const RESTORE_DELIVERY = `
local id, channel, subject, state, due, lease, record = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local old = redis.call('HMGET', p .. 'delivery:' .. id, 'state', 'seq', 'message')
if old[1] then leave(old[1], channel, id) end
keep(ARGV[11], ARGV[12])
insert(id, channel, subject, state, old[2] or seqAt(tonumber(ARGV[9])), due, lease, '', ARGV[11], record)
if old[1] then use(old[3], -1) end
if ARGV[10] ~= '' then redis.call('ZADD', p .. 'revisions', ARGV[10], id) else redis.call('ZREM', p .. 'revisions', id) end
refresh(channel)
return 1
`;

/** ARGV: now, id, destination, record, reason of a pause or ''. */
const RESTORE_SUBSCRIPTION = `
if redis.call('HSET', p .. 'subscriptions', ARGV[2], ARGV[4]) == 1 then
  local seq = nextSeq()
  redis.call('ZADD', p .. 'subscriptions:order', seq, ARGV[2])
  redis.call('ZADD', p .. 'subscriptions:of:' .. ARGV[3], seq, ARGV[2])
end
if ARGV[5] ~= '' then redis.call('HSET', p .. 'subscriptions:paused', ARGV[2], ARGV[5])
else redis.call('HDEL', p .. 'subscriptions:paused', ARGV[2]) end
return 1
`;

/** Deliveries of all states in the order of their making. ARGV: now, after which seq ('-inf' or '(SEQ'), how many. @returns [id, seq] for each. */
const DELIVERIES_AFTER = `
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

/** Whether any other engine has been heard of lately. ARGV: now, owner that asks, how long ago at most (ms). */
const OTHERS_ALIVE = `
local since = int(clock - tonumber(ARGV[3]))
local others = redis.call('ZRANGEBYSCORE', p .. 'owners', since, '+inf')
for _, owner in ipairs(others) do if owner ~= ARGV[2] then return 1 end end
return 0
`;

/** An engine that ends is not waited for. ARGV: now, owner. */
const LEAVE = `return redis.call('ZREM', p .. 'owners', ARGV[2])`;

const script = (body: string): string => `${PRELUDE}\n${body}`;

/** Each takes the ledger's prefix as its one key, and `now` (ms since the epoch) as its first argument. */
export const SCRIPTS = {
  commit: script(COMMIT),
  deliveries: script(DELIVERIES),
  toRevise: script(TO_REVISE),
  take: script(TAKE),
  apply: script(APPLY),
  arrive: script(ARRIVE),
  underWay: script(UNDER_WAY),
  beat: script(BEAT),
  createdSince: script(CREATED_SINCE),
  markHandled: script(MARK_HANDLED),
  subscribe: script(SUBSCRIBE),
  unsubscribe: script(UNSUBSCRIBE),
  pauseSubscriptions: script(PAUSE_SUBSCRIPTIONS),
  restoreEdition: script(RESTORE_EDITION),
  restoreDraft: script(RESTORE_DRAFT),
  restoreDelivery: script(RESTORE_DELIVERY),
  restoreSubscription: script(RESTORE_SUBSCRIPTION),
  deliveriesAfter: script(DELIVERIES_AFTER),
  othersAlive: script(OTHERS_ALIVE),
  leave: script(LEAVE),
};
export type ScriptName = keyof typeof SCRIPTS;
