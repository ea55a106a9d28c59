/** Lua for the helpdesk, for errands and for terms. Every change to or from a human raises the epoch, which is how the outbox
 *  knows that a bot message came too late. */
import { DEAD, ERASED, HELD, KEPT, PARKED, PENDING, QUEUED, TICKET, UNDER_WAY } from "../sqlite/codes.ts";
import { FORGET_AFTER } from "./numbers.ts";
import { RECORD } from "./record.ts";

const HOLD = `
local function holds(r, agent, epoch) return r and r.H and r.H.a == agent and r.e == epoch end
-- The ticket keeps the hour it was opened, so it stands at the front. Who was claimed without one gets one now: nobody who
-- was with an agent falls out of sight.
local function putBack(r)
  if band(r.fl, ${TICKET}) == 0 then r.K = { t = 'talk-to-human', p = 0, l = r.l or 0, o = r.H.s } end
  r.H, r.e, r.fl = nil, r.e + 1, bor(band(r.fl, ${~HELD}), ${TICKET})
end
`;

/** id, agent, at, until. */
export const CLAIM = `${RECORD}
local id, agent, at, till = arg(), arg(), num(), num()
local r, broken = load(id)
if broken then return faulty(id) end
if not r or band(r.fl, ${ERASED}) ~= 0 then return { 'gone', '', 0 } end
local was, h = derive(id, r), r.H
if h and h.u >= at and h.a ~= agent then return { 'held', h.a, 0 } end
if h and h.u >= at then h.c, h.u = most(h.c, at), most(h.u, till)      -- the same agent from another window
else
  r.H = { a = agent, s = at, c = at, u = till }
  r.e, r.fl = r.e + 1, bor(r.fl, ${HELD})
end
save(id, r, was)
return { 'claimed', agent, r.e }
`;

/** id, agent, epoch, at, until. */
export const TOUCH = `${RECORD}${HOLD}
local id, agent, epoch, at, till = arg(), arg(), num(), num(), num()
local r, broken = load(id)
if broken then return faulty(id) end
if not holds(r, agent, epoch) then return 'stale' end
local was = derive(id, r)
r.H.c, r.H.u = most(r.H.c, at), most(r.H.u, till)
save(id, r, was)
return 'done'
`;

/** id, agent, epoch, at, how. */
export const HAND_BACK = `${RECORD}${HOLD}
local id, agent, epoch, at, how = arg(), arg(), num(), num(), arg()
local r, broken = load(id)
if broken then return faulty(id) end
if not holds(r, agent, epoch) then return { 'stale', '' } end
local was = derive(id, r)
if how == 'requeue' then putBack(r)
elseif band(r.fl, ${KEPT}) == 0 then
  r.H, r.K, r.e, r.fl, r.g = nil, nil, r.e + 1, band(r.fl, ${~(HELD | TICKET)}), r.g or at + ${FORGET_AFTER}
elseif not waiting(r) then
  vanish(id, r, was)
  return { 'done', told() }
else
  -- the ticket that kept it is closed; an answer that is on its way still goes out, as a last word does
  silence(id, r)
  local kept = {}
  for _, w in ipairs(r.o) do if w.s == ${QUEUED} or w.s == ${UNDER_WAY} then kept[#kept + 1] = w end end
  r.o, r.H, r.K, r.g, r.fl = kept, nil, nil, nil, ${ERASED}
end
save(id, r, was)
return { 'done', told() }
`;

/** at, most. Returns how many holds lapsed. */
export const LAPSE = `${RECORD}${HOLD}
local at, n = num(), 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. 'h', '-inf', '(' .. int(at), 'LIMIT', 0, num())) do
  local r = load(id)
  if r and r.H then
    local was = derive(id, r)
    putBack(r)
    save(id, r, was)
    n = n + 1
  else redis.call('ZREM', base .. 'h', id) end
end
return n
`;

export const TICKETS = `${RECORD}
local all = {}
for _, id in ipairs(redis.call('ZRANGE', base .. 'k', 0, -1)) do
  local r = load(id)
  if r and r.K then all[#all + 1] = { id, r.K.t, r.K.p, r.K.l, r.K.s or '', r.K.o, r.e, r.fl, held(r) } end
end
return all
`;

export const DEAD_LETTERS = `${RECORD}
local all = {}
for _, member in ipairs(redis.call('ZRANGE', base .. 'd', 0, -1)) do
  local id, q = string.match(member, '^(%d+) (%d+)$')
  local r = load(id)
  local w = r and inward(r, tonumber(q))
  if w and w.D then all[#all + 1] = { id, w.q, w.D.t, w.n or 0, w.D.c } end
end
return all
`;

/** id, number, at. */
export const REPLAY = `${RECORD}
local id, q, at = arg(), num(), num()
local r, broken = load(id)
if broken then return faulty(id) end
local w = r and inward(r, q)
if not w or w.s ~= ${DEAD} then return { 'gone', '' } end
local was = derive(id, r)
w.s, w.n, w.D, r.r = ${PENDING}, nil, nil, r.r or at
save(id, r, was)
return { 'done', told() }
`;

/** id: what was said, in no order. */
export const THREAD = `${RECORD}
local id = arg()
local r, broken = load(id)
if broken then return faulty(id) end
if not r or band(r.fl, ${ERASED}) ~= 0 then return {} end
local all = {}
local function came(rows) for _, w in ipairs(rows) do all[#all + 1] = { 0, w.q, w.t, w.b, w.s or 0, w.o or 0, '' } end end
local function went(rows) for _, w in ipairs(rows) do all[#all + 1] = { 1, w.q, w.t, w.b, w.s or 0, w.k or 0, w.c or '' } end end
came(r.i)
came(allOutside(id, r, 'i'))
went(r.o)
went(allOutside(id, r, 'o'))
return all
`;

/** index (t timers, l look-ups), at, until, most. */
export const ERRANDS = `${RECORD}
local index, at, till, max = arg(), num(), num(), num()
local name, taken = index == 't' and 't' or 'k', {}
for _, member in ipairs(redis.call('ZRANGEBYSCORE', base .. index, '-inf', at, 'LIMIT', 0, max)) do
  local id, errand = string.match(member, '^(%d+) (.*)$')
  local r = load(id)
  local e = r and r[name] and r[name][errand]
  if not e then redis.call('ZREM', base .. index, member)
  else
    local was, tries = derive(id, r), e.c or 0
    taken[#taken + 1] = { id, errand, e.b, tries, e.d }
    -- Counted when taken: a look-up that ends the process was tried too.
    e.d, e.l, e.c = till, 1, index == 'l' and tries + 1 or nil
    save(id, r, was)
  end
end
told()
return { taken, redis.call('ZRANGE', base .. index, 0, 0, 'WITHSCORES') }
`;

/** index, id, name, at, "1" to put it off only while it is leased: it is due then. */
export const ERRAND_LATER = `${RECORD}
local index, id, errand, at, leased = arg(), arg(), arg(), num(), arg() == '1'
local r = load(id)
local e = r and r[index == 't' and 't' or 'k']
e = e and e[errand]
if not e or leased and not e.l then return { 0, '' } end
local was = derive(id, r)
e.d, e.l = at, nil
save(id, r, was)
return { 1, told() }
`;

/** name of a look-up: whose it is, in this shard; nothing where it is not. */
export const ERRAND_OF = `${RECORD}
local index, name = arg(), arg()
for _, member in ipairs(redis.call('ZRANGE', base .. index, 0, -1)) do
  local id, errand = string.match(member, '^(%d+) (.*)$')
  if errand == name then return id end
end
return ''
`;

/** at, most. Returns how many were looked at, how many went, and keys that must be marked before a conversation's words go. */
export const FORGET = `${RECORD}
local at, looked, gone, unmarked = num(), 0, 0, {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. 'f', '-inf', at, 'LIMIT', 0, num())) do
  local r, broken = load(id)
  looked = looked + 1
  if broken then redis.call('ZADD', base .. 'f', at + 60000, id)
  elseif not r then redis.call('ZREM', base .. 'f', id)
  else
    local was, keys = derive(id, r), 0
    for _, w in ipairs(r.i) do
      if w.k and #w.k == 16 then
        unmarked[#unmarked + 1] = { id, w.q, w.k, w.d or 0 }
        keys = keys + 1
      end
    end
    local answered = r.w or 0
    for _, w in ipairs(r.o) do answered = most(answered, w.t) end
    local till = answered + ${FORGET_AFTER}
    if keys > 0 then      -- after they are marked
    elseif band(r.fl, ${KEPT}) ~= 0 then
      gone = gone + 1
      vanish(id, r, was)
    elseif till > at then
      r.g = till
      save(id, r, was)
    elseif (r.A or '') == '' then
      gone = gone + 1
      vanish(id, r, was)                        -- an address that went to somebody else leaves nobody to remember
    else
      gone = gone + 1
      drop(id, r)
      r.i, r.o, r.x, r.g, r.w, r.fl = {}, {}, nil, nil, nil, band(r.fl, ${~PARKED})
      save(id, r, was)
    end
  end
end
return { looked, gone, unmarked }
`;

/** id, number: this message's key is marked. */
export const MARKED = `${RECORD}
local id, q = arg(), num()
local r = load(id)
local w = r and inward(r, q)
if not w or not w.k then return 0 end
local was = derive(id, r)
w.k, w.d = sub(w.k, 1, 8), nil
save(id, r, was)
return 1
`;

export const BACKLOG = `${RECORD}
local n = redis.call('HMGET', base .. 'n', 'i', 'o')
local function first(index) return redis.call('ZRANGE', base .. index, 0, 0, 'WITHSCORES')[2] or '' end
return { tonumber(n[1] or 0), first('a'), tonumber(n[2] or 0), first('b'), redis.call('ZCARD', base .. 'k'), redis.call('ZCARD', base .. 'd'), redis.call('ZCARD', base .. 'l') }
`;
