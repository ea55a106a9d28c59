/** A conversation in Redis is one string: a MessagePack map with one-letter names, whatever is empty left out. Here is what
 *  the scripts share: reading it, writing it, and the indexes of its shard, which follow from it and from nothing else.
 *
 *  Keys of a shard bear its hash tag, so that a script may write a conversation and its indexes together, on a cluster too:
 *  `c<id>` the record, `r<id>` rows that it outgrew, `p<id>` those of them that wait, by time;
 *  sorted sets of conversations by time: `i` to answer, `o<channel>` to send, `a` and `b` waiting since (in, out), `f` to
 *  forget, `k` tickets, `h` holds, `d` dead letters, `t` timers, `l` look-ups; and `n`, how many rows wait. */
import { DANGER_PRIORITY, DAY } from "./numbers.ts";
import { DEAD, DELIVERED, ERASED, HELD, KEPT, PARKED, PENDING, QUEUED, READ, ROOM_FOR_CHANNELS, SENT, SET_ASIDE, TICKET, UNDER_WAY } from "../sqlite/codes.ts";

/** Bytes of an address in a record: its kind and its hash. */
export const ENTRY = 17;
/** Rows that lie in the record. Beyond it the closed ones, and of those that wait the youngest, move to a hash. */
const ROOM = 24, HALF = 12;
/** A record that can't be read is looked at again after this long, so that it costs only itself. */
const FAULTY_FOR = 60_000;

/** Names in a record:
 *  fl flags, e epoch, n m last numbers given (in, out), f last fence, h heard, r ready, s send, g forget, w last answer where rows lie outside,
 *  a agent's reply, l language, A addresses, S sealed address, x session, T turn and O send under lease {f fence, u until,
 *  q number, h heard, w whose}, i inbox, o outbox, t timers and k look-ups by id {d due, l leased, c tries, b sealed},
 *  K ticket {t topic, p priority, l language, o opened, s speaks}, H hold {a agent, s since, c active, u until},
 *  z rows lie outside, y of them wait, Y the oldest of those.
 *  Inbound: q number, s state, o origin, t sent, c accepted, n tries, b sealed, k key (16 bytes while `seen` may not know it,
 *  else 8), d its last day, D dead {t, c code}.
 *  Outbound: q, s, k kind, e epoch, t made, p part, a acked, u rank, n tries, w under way since, f failed id, i ids, c code, b. */
export const RECORD = `
local base, nth = KEYS[1], 0
local function arg() nth = nth + 1; return ARGV[nth] end
local function num() return tonumber(arg()) end
local me = arg()
local band, bor, bnot, sub = bit.band, bit.bor, bit.bnot, string.sub
local function int(n) return string.format('%.0f', n) end
local function least(x, y) if not x or (y and y < x) then return y end return x end
local function most(x, y) if not x or y > x then return y end return x end

local function load(id)
  local raw = redis.pcall('GET', base .. 'c' .. id)
  if type(raw) == 'table' then return nil, true end
  if not raw then return nil end
  local ok, r = pcall(cmsgpack.unpack, raw)
  if not ok or type(r) ~= 'table' or not r.n then return nil, true end
  r.i, r.o, r.fl, r.e, r.m, r.f, r.h = r.i or {}, r.o or {}, r.fl or 0, r.e or 0, r.m or 0, r.f or 0, r.h or 0
  return r
end
local function faulty(id) return redis.error_reply('FAULTY conversation ' .. id .. ' cannot be read') end

-- What the indexes must say of a conversation.
local function derive(id, r)
  local d = { np = 0, nw = 0, t = {}, l = {}, d = {} }
  if not r then return d end
  local np, nw, since, waits = r.y or 0, 0, r.Y, nil
  for _, w in ipairs(r.i) do
    if w.s == ${PENDING} then
      np = np + 1
      since = least(since, w.c)
    elseif w.s == ${DEAD} then d.d[id .. ' ' .. w.q] = w.D.t end
  end
  for _, w in ipairs(r.o) do
    if w.s == ${QUEUED} or w.s == ${UNDER_WAY} then
      nw = nw + 1
      waits = least(waits, w.t)
    end
  end
  d.np, d.nw, d.a, d.b = np, nw, since, waits
  if np > 0 then d.i = r.T and r.T.u or r.r or 0 end
  if nw > 0 then d.o = r.O and r.O.u or r.s or 0 end
  if band(r.fl, ${KEPT}) ~= 0 then d.f = r.g
  elseif r.g and np == 0 and nw == 0 and band(r.fl, ${TICKET | HELD | ERASED}) == 0 then
    d.f = band(r.fl, ${PARKED}) ~= 0 and r.g + ${30 * DAY} or r.g
  end
  d.k, d.h = r.K and r.K.o, r.H and r.H.u
  for e, errand in pairs(r.t or {}) do d.t[id .. ' ' .. e] = errand.d end
  for e, errand in pairs(r.k or {}) do d.l[id .. ' ' .. e] = errand.d end
  return d
end

local notes = {}
local LOUD = { i = true, o0 = true, o1 = true, t = true, l = true }
local function put(index, member, was, now)
  if was == now then return end
  if now then
    redis.call('ZADD', base .. index, now, member)
    if LOUD[index] and (not notes[index] or now < notes[index][1]) then notes[index] = { now, string.match(member, '^%d+') } end
  else redis.call('ZREM', base .. index, member) end
end
local function each(index, was, now)
  for member, score in pairs(now) do put(index, member, was[member], score) end
  for member, score in pairs(was) do if not now[member] then put(index, member, score, nil) end end
end
local function sync(id, was, now)
  for _, index in ipairs({ 'i', 'a', 'b', 'f', 'k', 'h' }) do put(index, id, was[index], now[index]) end
  put('o' .. int(tonumber(id) % ${ROOM_FOR_CHANNELS}), id, was.o, now.o)
  for _, index in ipairs({ 't', 'l', 'd' }) do each(index, was[index], now[index]) end
  if was.np ~= now.np then redis.call('HINCRBY', base .. 'n', 'i', now.np - was.np) end
  if was.nw ~= now.nw then redis.call('HINCRBY', base .. 'n', 'o', now.nw - was.nw) end
end
-- What became due, for whoever sleeps: a hint, sent to the other processes and told to this one.
local function told()
  local text = ''
  for index, first in pairs(notes) do text = text .. ' ' .. index .. ' ' .. int(first[1]) .. ' ' .. first[2] end
  if text ~= '' then redis.call('PUBLISH', string.match(base, '^(.*){') .. 'due', me .. ' ' .. string.match(base, '{(.*)}') .. text) end
  return text
end

-- ── rows that outgrew the record ──
local fetched = {}
local function closed(w) return not w.s or w.s == ${READ} or w.s == ${SENT} or w.s == 3 or w.s == 4 end
local function aside(id, kind, w)
  redis.call('HSET', base .. 'r' .. id, kind .. w.q, cmsgpack.pack(w))
end
local function asideClosed(id, r, name, kind, room)
  local kept = {}
  for _, w in ipairs(r[name]) do
    local is = kind == 'i' and not w.s or kind == 'o' and (w.s == ${DELIVERED} or closed(w))
    if room > 0 and is then aside(id, kind, w); room = room - 1 else kept[#kept + 1] = w end
  end
  r[name] = kept
  return room
end
local function asideWaiting(id, r)
  local waiting = {}
  for _, w in ipairs(r.i) do if w.s == ${PENDING} and not (r.T and r.T.q == w.q) then waiting[#waiting + 1] = w end end
  if #waiting <= ${ROOM} then return end
  table.sort(waiting, function(x, y) return x.t < y.t or x.t == y.t and x.q < y.q end)
  local gone = {}
  for n = ${HALF} + 1, #waiting do
    local w = waiting[n]
    aside(id, 'i', w)
    if w.k then redis.call('HSET', base .. 'r' .. id, 'k' .. sub(w.k, 1, 8), w.q) end
    redis.call('ZADD', base .. 'p' .. id, w.t, string.format('%012d', w.q))
    r.y, r.Y = (r.y or 0) + 1, least(r.Y, w.c)
    gone[w.q] = true
  end
  local kept = {}
  for _, w in ipairs(r.i) do if not gone[w.q] then kept[#kept + 1] = w end end
  r.i = kept
end
local function spill(id, r)
  local rows = #r.i + #r.o
  if rows <= ${ROOM} then return end
  local room = rows - ${HALF}
  room = asideClosed(id, r, 'i', 'i', math.ceil(room / 2)) + math.floor(room / 2)
  asideClosed(id, r, 'o', 'o', room)
  asideWaiting(id, r)
  if #r.i + #r.o == rows then return end
  r.z = 1
  for _, w in ipairs(r.o) do r.w = most(r.w, w.t) end      -- the last answer may be outside from now on
end
local function outside(id, kind, q)
  local field = kind .. q
  local raw = redis.call('HGET', base .. 'r' .. id, field)
  if not raw then return nil end
  fetched[#fetched + 1] = field
  return cmsgpack.unpack(raw)
end
-- The outbound row of this number, brought back into the record where it lies outside: the caller saves.
local function out(id, r, q)
  for _, w in ipairs(r.o) do if w.q == q then return w end end
  local w = r.z and outside(id, 'o', q)
  if w then r.o[#r.o + 1] = w end
  return w or nil
end
local function allOutside(id, r, kind)
  local rows = {}
  if not r.z then return rows end
  local all = redis.call('HGETALL', base .. 'r' .. id)
  for n = 1, #all, 2 do if sub(all[n], 1, 1) == kind then rows[#rows + 1] = cmsgpack.unpack(all[n + 1]) end end
  return rows
end
local function inward(r, q)
  for _, w in ipairs(r.i) do if w.q == q then return w end end
end
local function oldest(id, r)
  local best
  for _, w in ipairs(r.i) do
    if w.s == ${PENDING} and (not best or w.t < best.t or w.t == best.t and w.q < best.q) then best = w end
  end
  if not r.y then return best end
  local head = redis.call('ZRANGE', base .. 'p' .. id, 0, 0, 'WITHSCORES')
  local q, t = tonumber(head[1]), tonumber(head[2])
  if best and (best.t < t or best.t == t and best.q < q) then return best end
  best = outside(id, 'i', q)
  if best.k then fetched[#fetched + 1] = 'k' .. sub(best.k, 1, 8) end
  redis.call('ZREM', base .. 'p' .. id, head[1])
  r.y, r.Y = r.y > 1 and r.y - 1 or nil, r.y > 1 and best.c or nil
  r.i[#r.i + 1] = best
  return best
end
local function drop(id, r)
  if r.z then redis.call('DEL', base .. 'r' .. id, base .. 'p' .. id) end
  r.z, r.y, r.Y = nil, nil, nil
end

local function save(id, r, was)
  spill(id, r)
  local now = derive(id, r)
  local i, o = r.i, r.o
  if #i == 0 then r.i = nil end
  if #o == 0 then r.o = nil end
  for _, name in ipairs({ 'fl', 'e', 'm', 'f', 'h' }) do if r[name] == 0 then r[name] = nil end end
  if r.t and not next(r.t) then r.t = nil end
  if r.k and not next(r.k) then r.k = nil end
  redis.call('SET', base .. 'c' .. id, cmsgpack.pack(r))
  r.i, r.o, r.fl, r.e, r.m, r.f, r.h = i, o, r.fl or 0, r.e or 0, r.m or 0, r.f or 0, r.h or 0
  if #fetched > 0 then redis.call('HDEL', base .. 'r' .. id, unpack(fetched)); fetched = {} end
  sync(id, was, now)
end
local function vanish(id, r, was)
  drop(id, r)
  redis.call('DEL', base .. 'c' .. id)
  sync(id, was, derive(id, nil))
end
-- Takes what is due from an index, one conversation after the other; one that can't be read is put off.
local function due(index, at, max, take)
  local taken, bad = {}, {}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. index, '-inf', at, 'LIMIT', 0, max)) do
    local r, broken = load(id)
    if broken then
      redis.call('ZADD', base .. index, at + ${FAULTY_FOR}, id)
      bad[#bad + 1] = id
    elseif not r then redis.call('ZREM', base .. index, id)
    else
      local one = take(id, r, derive(id, r))
      if one then taken[#taken + 1] = one end
    end
  end
  told()
  return { taken, redis.call('ZRANGE', base .. index, 0, 0, 'WITHSCORES'), bad }
end
local function waiting(r)
  local first
  for _, w in ipairs(r.o) do
    if (w.s == ${QUEUED} or w.s == ${UNDER_WAY}) and (not first or w.q < first.q) then first = w end
  end
  return first
end
-- A turn, or a send, is over: nothing but what waits for an agent's or the person's word is left.
local function silence(id, r)
  drop(id, r)
  r.T, r.r, r.t, r.k, r.i = nil, nil, nil, nil, {}
end
local function held(r)
  if not r.H then return { '', 0, 0 } end
  return { r.H.a, r.H.c, r.H.u }
end
local DANGER, SET_ASIDE = ${DANGER_PRIORITY}, ${SET_ASIDE}
`;
