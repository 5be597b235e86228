/**
 * ARGV: now, ids. @returns for each that exists [id, version, record, message, owner, claim, lease, claimed at ('' when
 * the record is not of before the claim)], nil for the others.
 */
export const DELIVERIES = `
local result = {}
for i = 2, #ARGV do result[#result + 1] = full(ARGV[i]) end
return result
`;

/**
 * Takes the oldest due delivery of a channel, or the given one, unless another of the channel is under way or its pace or
 * pause forbids it. What the delivery becomes by that is not written here: the claim is stored beside the record, and
 * whoever reads both asks the state machine. ARGV: now, channel, count, per (0, 0: no rate), id or '' for the oldest due,
 * owner, claim, end of the lease, how long nothing may be taken (ms; 0: it may) but what this very call took already.
 * @returns ['taken', then as DELIVERIES], ['wait', until when], ['busy'] or ['none']
 */
export const TAKE = `
local channel, count, per, wanted = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local owner, claim, lease = ARGV[6], ARGV[7], ARGV[8]
local function taken(id) return { 'taken', unpack(full(id)) } end
local underWay = redis.call('SMEMBERS', p .. 'sending:' .. channel)
for _, id in ipairs(underWay) do
  -- This very call, whose answer was lost with the connection.
  if redis.call('HGET', p .. 'delivery:' .. id, 'claim') == claim then return taken(id) end
end
if tonumber(ARGV[9]) > 0 then return { 'wait', int(now + tonumber(ARGV[9])) } end
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
export const APPLY = `
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

/** A pause and an arrival alone, when the delivery itself was settled by somebody else. ARGV: now, step ('arrive' | 'release'), channel, claim, count, per, pause. */
export const ARRIVE = `
local step, channel, claim, count, per, pause = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
if pause > 0 and pause > pausedUntil(channel) then redis.call('HSET', p .. 'lane:' .. channel, 'paused', int(pause)) end
arrive(step, channel, claim, count, per)
return refresh(channel)
`;

/**
 * Deliveries under way that may have lost their worker. ARGV: now, owner that asks (it lives).
 * @returns [id, lease, owner, claim, ms since that owner's last beat or '' for none] for each
 */
export const UNDER_WAY = `
local result = {}
local leases = redis.call('ZRANGE', p .. 'leases', 0, -1, 'WITHSCORES')
for i = 1, #leases, 2 do
  local d = redis.call('HMGET', p .. 'delivery:' .. leases[i], 'owner', 'claim')
  local beat = redis.call('ZSCORE', p .. 'owners', d[1] or '')
  result[#result + 1] = { leases[i], leases[i + 1], d[1] or '', d[2] or '', beat and int(clock - tonumber(beat)) or '' }
end
return result
`;

/** What of the outbox may concern a delivery. ARGV: now, seq, subject. @returns ids of the deliveries that were there before it and have not got it. */
export const TO_REVISE = `
local result = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', p .. 'subject:' .. ARGV[3], '-inf', '(' .. ARGV[2])) do
  local revised = tonumber(redis.call('HGET', p .. 'delivery:' .. id, 'revised') or 0)
  if revised < tonumber(ARGV[2]) then result[#result + 1] = id end
end
return result
`;

/** ARGV: now, since, channel. @returns how many deliveries were created and not skipped. */
export const CREATED_SINCE = `
local since = '(' .. int(tonumber(ARGV[2]) * 1000 - 1)
return redis.call('ZCOUNT', p .. 'channel:' .. ARGV[3], since, '+inf')
  - redis.call('ZCOUNT', p .. 'skipped:' .. ARGV[3], since, '+inf')
`;
