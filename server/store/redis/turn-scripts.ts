/** Lua for turns: leased with a fence, written whole under it or not at all; and what an erasure leaves. */
import { DEAD, ERASED, HELD, KEPT, OPTED_OUT, PENDING, QUEUED, TICKET } from "../sqlite/codes.ts";
import { FORGET_AFTER, KEPT_FOR } from "./numbers.ts";
import { RECORD } from "./record.ts";

/** at, until, most. */
export const LEASE = `${RECORD}
local at, till, max = num(), num(), num()
return due('i', at, max, function(id, r, was)
  -- A lease that nobody gave back counts as a try: a message that stops its worker must not do so for ever.
  local lost = r.T and inward(r, r.T.q)
  if lost and lost.s == ${PENDING} then lost.n = (lost.n or 0) + 1 end
  r.T = nil
  local w = oldest(id, r)
  if not w then
    r.r = nil
    save(id, r, was)
    return nil
  end
  r.f = r.f + 1
  r.T = { f = r.f, u = till, q = w.q, w = me }
  save(id, r, was)
  return { id, r.f, r.e, r.fl, r.x or '', r.l or -1, r.a or 0, held(r), w.q, w.o or 0, w.t, w.c, w.b, w.n or 0, w.k or '', w.d or 0, was.i }
end)
`;

/** id, fence, number, at, session, language, rewrite, "1" where the key is marked, code of a dead letter, opted out (-1 as it
 *  was), then "1" and the last number seen for an erasure, then ticket, outbound, timers, look-ups, each with its count. */
export const COMMIT = `${RECORD}
local id, fence, q, at = arg(), num(), num(), num()
local r, broken = load(id)
if broken then return faulty(id) end
if not r or not r.T or r.T.f ~= fence then return { 'fenced', '' } end
local w = inward(r, q)
if not w or w.s ~= ${PENDING} then return { 'fenced', '' } end
local was = derive(id, r)
local session, language, rewrite, marked, dead, opted, erase, seen = arg(), num(), arg(), arg() == '1', arg(), num(), arg() == '1', num()
if erase and r.n ~= seen then return { 'again', '' } end

r.T = nil
if rewrite ~= '' then w.b = rewrite end
if marked and w.k then w.k, w.d = sub(w.k, 1, 8), nil end
if dead ~= '' then w.s, w.D = ${DEAD}, { t = at, c = dead }
else w.s, w.c, w.n = nil, nil, nil end

for _ = 1, num() do
  local topic, priority, tongue, speaks = arg(), num(), num(), arg()
  if not r.K then r.K = { t = topic, p = priority, l = tongue, o = at }
  elseif priority == DANGER then r.K.t, r.K.p, r.K.l = topic, priority, tongue end
  if speaks ~= '' then r.K.s = speaks end
  r.fl = bor(r.fl, ${TICKET})
end
local answers = num()
local function enqueue()
  for _ = 1, answers do
    local kind, epoch, sealed = num(), num(), arg()
    if erase then epoch = r.e end
    r.m = r.m + 1
    r.o[#r.o + 1] = { q = r.m, s = ${QUEUED}, k = kind > 0 and kind or nil, e = epoch > 0 and epoch or nil, t = at, b = sealed }
    if kind == 2 then r.a = at end
  end
end

-- Everything of this person goes. A last word is still delivered, and open danger keeps the ticket and the sealed address.
if erase then
  local open = r.K and r.K.p == DANGER
  if not open and answers == 0 then
    vanish(id, r, was)
    return { 'done', told() }
  end
  silence(id, r)
  r.O, r.s, r.x, r.l, r.A, r.a, r.w, r.o = nil, nil, nil, nil, nil, nil, nil, {}
  if open then
    r.K.s, r.g = nil, at + ${KEPT_FOR}
    r.fl = bor(band(r.fl, ${HELD}), ${TICKET | KEPT})
  else r.K, r.H, r.g, r.fl = nil, nil, nil, ${ERASED} end
  enqueue()
  if answers > 0 then r.s = at end
  save(id, r, was)
  return { 'done', told() }
end

enqueue()
for _ = 1, num() do
  r.t = r.t or {}
  r.t[arg()] = { d = num(), b = arg() }
end
for _ = 1, num() do
  r.k = r.k or {}
  r.k[arg()] = { d = num(), b = arg() }
end
if opted >= 0 then r.fl = opted == 1 and bor(r.fl, ${OPTED_OUT}) or band(r.fl, ${~OPTED_OUT}) end
if session ~= '' then r.x = session end
if language >= 0 then r.l = language end
r.r = derive(id, r).a
-- they wrote, so the phone is on: nothing new waits behind an old pause
if answers > 0 then r.s = least(r.s or at, at)
else r.g = r.g or at + ${FORGET_AFTER} end
save(id, r, was)
return { 'done', told() }
`;

/** id, fence, number, at. */
export const POSTPONE = `${RECORD}
local id, fence, q, at = arg(), num(), num(), num()
local r, broken = load(id)
if broken then return faulty(id) end
if not r or not r.T or r.T.f ~= fence then return { 'fenced', '' } end
local was, w = derive(id, r), inward(r, q)
if w and w.s == ${PENDING} then w.n = (w.n or 0) + 1 end
r.T, r.r = nil, at
save(id, r, was)
return { 'done', told() }
`;

/** id, fence: this process ends. Its turn counts as a try, its send is of unknown fate, and both are due at once. */
export const LET_GO = `${RECORD}
local id, fence = arg(), num()
local r = load(id)
if not r then return { 'gone', '' } end
local was = derive(id, r)
if r.T and r.T.f == fence then
  local w = inward(r, r.T.q)
  if w and w.s == ${PENDING} then w.n = (w.n or 0) + 1 end
  r.T = nil
elseif r.O and r.O.f == fence then r.O = nil
else return { 'fenced', '' } end
save(id, r, was)
return { 'done', told() }
`;

/** owner, at, indexes with a space between, then conversations to leave alone: what a process had under lease, because it is
 *  dead or has not heard that it got it. Returns how many conversations, and the hint. */
export const FREE = `${RECORD}
local owner, at, indexes, n, known = arg(), num(), arg(), 0, {}
while nth < #ARGV do known[arg()] = true end
for index in string.gmatch(indexes, '%S+') do
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. index, '(' .. int(at), '+inf')) do
    local r = not known[id] and load(id)
    local lease = r and (index == 'i' and r.T or index ~= 'i' and r.O)
    if lease and lease.w == owner then
      local was, w = derive(id, r), index == 'i' and inward(r, lease.q)
      if w and w.s == ${PENDING} then w.n = (w.n or 0) + 1 end
      if index == 'i' then r.T = nil else r.O = nil end
      save(id, r, was)
      n = n + 1
    end
  end
end
return { n, told() }
`;
