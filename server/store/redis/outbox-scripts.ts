/** Lua for sends: the head of an outbox leased, its send on record before it begins, what came of it settled under the
 *  fence; and receipts, which come in any order. The rules are those of the port, and of the first adapter word for word. */
import { AGENT_KIND, BOT, DELIVERED, DROPPED, ERASED, FAILED, KEPT, PARKED, QUEUED, READ, SENT, SET_ASIDE, UNDER_WAY } from "../sqlite/codes.ts";
import { FORGET_AFTER } from "./numbers.ts";
import { RECORD } from "./record.ts";

const ID = 8;                 // bytes of a provider id's hash
const KNOWN_IDS = 32;         // the most recent ones that a lease carries
/** Sends of one part, after which a receipt that says it failed is final. */
const RETRIED = 3;

const SENDS = `
local function withId(ids, one)
  if one == '' then return ids end
  for p = 1, #(ids or ''), ${ID} do if sub(ids, p, p + ${ID - 1}) == one then return ids end end
  return (ids or '') .. one
end
local STATE_OF_RANK = { [0] = ${SENT}, ${SENT}, ${DELIVERED}, ${READ} }
-- All parts are out; a receipt for the last one may have come before.
local function whole(w, parts, one)
  w.s = (w.a or 0) == parts and STATE_OF_RANK[w.u or 0] or ${SENT}
  w.p, w.a, w.u, w.w, w.f, w.i = parts, nil, nil, nil, nil, withId(w.i, one)
end
-- The lease ends and this row with it: on to the next, or to rest. True when nothing is left of the conversation.
local function onward(id, r, at, was)
  local after = waiting(r)
  -- an erased person's last word is out
  if not after and band(r.fl, ${ERASED}) ~= 0 then
    vanish(id, r, was)
    return true
  end
  if band(r.fl, ${KEPT}) ~= 0 then
    local kept = {}
    for _, w in ipairs(r.o) do if w.k == ${AGENT_KIND} or w.s == ${QUEUED} or w.s == ${UNDER_WAY} then kept[#kept + 1] = w end end
    r.o = kept
  end
  r.s = after and at or nil
  if not r.g and band(r.fl, ${ERASED}) == 0 then r.g = at + ${FORGET_AFTER} end
  return false
end
`;

/** channel, at, until, most. */
export const LEASE_OUTBOUND = `${RECORD}${SENDS}
local channel, at, till, max = arg(), num(), num(), num()
local function idsOf(id, r)
  local rows, ids = allOutside(id, r, 'o'), {}
  for _, w in ipairs(r.o) do rows[#rows + 1] = w end
  table.sort(rows, function(x, y) return x.q > y.q end)
  for _, w in ipairs(rows) do
    for p = 1, #(w.i or ''), ${ID} do if #ids < ${KNOWN_IDS} then ids[#ids + 1] = sub(w.i, p, p + ${ID - 1}) end end
  end
  return ids
end
return due('o' .. channel, at, max, function(id, r, was)
  r.O = nil
  local w = waiting(r)
  -- what an agent's claim has overtaken is dropped on the way
  while w and (w.k or ${BOT}) == ${BOT} and (w.e or 0) < r.e do
    w.s = ((w.p or 0) > 0 or (w.a or 0) > 0) and ${SENT} or ${DROPPED}
    w = waiting(r)
  end
  if not w then
    if not onward(id, r, at, was) then save(id, r, was) end
    return nil
  end
  local moved = (w.a or 0) > (w.p or 0)         -- a receipt has told the fate of the part that was under way
  local part, tries = moved and w.a or w.p or 0, moved and 0 or w.n or 0
  local since = not moved and w.s == ${UNDER_WAY} and w.w or nil
  if not since then w.s, w.p, w.n, w.w = ${UNDER_WAY}, part, tries + 1, at end
  r.f = r.f + 1
  r.O = { f = r.f, u = till, q = w.q, w = me }
  save(id, r, was)
  return { id, r.f, w.q, w.k or 0, w.b, r.S or '', part, tries, since or -1, r.h, w.t, since and idsOf(id, r) or {}, was.o }
end)
`;

/** id, fence, number, part, at. */
export const RESEND = `${RECORD}
local id, fence, q, part, at = arg(), num(), num(), num(), num()
local r, broken = load(id)
if broken then return faulty(id) end
local w
for _, o in ipairs(r and r.o or {}) do if o.q == q then w = o end end
if not w or not r.O or r.O.f ~= fence or w.s ~= ${UNDER_WAY} or (w.p or 0) ~= part then return { 'fenced', '' } end
if (w.a or 0) > part then return { 'told', '' } end
local was = derive(id, r)
w.n, w.w = (w.n or 0) + 1, at
save(id, r, was)
return { 'done', told() }
`;

/** id, fence, number, part, at, outcome, and of it: id and "1" for the last, or a time, or a code. */
export const SETTLE = `${RECORD}${SENDS}
local id, fence, q, part, at, outcome, one, last, when, code = arg(), num(), num(), num(), num(), arg(), arg(), arg() == '1', num(), arg()
local r, broken = load(id)
if broken then return faulty(id) end
if not r or not r.O or r.O.f ~= fence then return { 'fenced', '' } end
local w
for _, o in ipairs(r.o) do if o.q == q then w = o end end
if not w or w.s ~= ${UNDER_WAY} or (w.p or 0) ~= part then return { 'fenced', '' } end
local was, heard = derive(id, r), r.O.h
r.O = nil
if (w.a or 0) > part and outcome ~= 'sent' then outcome, one, last = 'sent', '', false end
local gone = false
if outcome == 'sent' and not last then
  w.s, w.p, w.n, w.w, w.i = ${QUEUED}, part + 1, nil, nil, withId(w.i, one)
  r.s = at
elseif outcome == 'sent' then
  whole(w, one == '' and part or part + 1, one)
  gone = onward(id, r, at, was)
elseif outcome == 'again' then
  w.s, w.w, r.s = ${QUEUED}, nil, when
elseif outcome == 'unknown' then r.s = when
elseif outcome == 'refused' then
  w.s, w.w, w.c = ${FAILED}, nil, code
  gone = onward(id, r, at, was)
elseif heard then
  -- They wrote while it was under way: their message has opened the window that it would wait for.
  w.s, w.w, r.s = ${QUEUED}, nil, at
else
  w.s, w.w, w.c, r.fl = ${SET_ASIDE}, nil, code, bor(r.fl, ${PARKED})
  gone = onward(id, r, at, was)
end
if not gone then save(id, r, was) end
return { 'done', told() }
`;

/** id, at, then receipts: number, part, rank (-1 failed), id, remedy, time, code. Returns how many named a row. */
export const RECEIPTS = `${RECORD}${SENDS}
local id, at = arg(), num()
local r, broken = load(id)
if broken then return faulty(id) end
if not r then return { 0, '' } end
local was, gone = derive(id, r), false

-- The part is out, whatever its settle says or said.
local function advance(w, part, rank, one)
  local parts = part + 1
  if parts < (w.p or 0) or parts < (w.a or 0) then return end
  if rank == 1 and w.f == one then return end
  w.u = parts == (w.a or 0) and math.max(w.u or 0, rank) or rank
  w.a, w.i = parts, withId(w.i, one)
  if parts > (w.p or 0) and not r.O then r.s = at end
end
local function climb(w, part, rank, one)
  local s = w.s or ${DELIVERED}
  if s == ${SENT} or s == ${DELIVERED} or s == ${READ} then
    local now = s == ${READ} and 3 or s == ${DELIVERED} and 2 or 1
    if part == (w.p or 0) - 1 and rank > now then w.s = STATE_OF_RANK[rank] end
  elseif s == ${QUEUED} or s == ${UNDER_WAY} then advance(w, part, rank, one)
  elseif s == ${DROPPED} or s == ${SET_ASIDE} then      -- it went out after all
    w.a, w.u = part + 1, rank
    whole(w, part + 1, one)
  end                                                    -- failed is final
end
local function fail(w, q, part, one, remedy, when, code)
  local s = w.s or ${DELIVERED}
  if s ~= ${SENT} and s ~= ${QUEUED} and s ~= ${UNDER_WAY} then return end
  if w.f == one then return end                          -- told twice
  local a, p, n = w.a or 0, w.p or 0, w.n or 0
  if a > part and (w.u or 0) > 1 or part >= math.max(p, a) and s == ${SENT} then return end
  -- Whoever has written since it was made has opened the window that it would wait for.
  if remedy == 'parked' and n < ${RETRIED} and r.h > w.t then remedy, when = 'again', at end
  -- Whoever has this row under way is fenced off: its fate is told. A lease of another row is left alone.
  local mine = r.O and s == ${UNDER_WAY}
  local busy = r.O and not mine
  if mine then r.O = nil end
  w.p, w.a, w.u, w.w, w.f, w.i = math.min(p, part), math.min(a, part), nil, nil, one, withId(w.i, one)
  local from = at
  if remedy == 'again' and n >= ${RETRIED} then w.s, w.c = ${FAILED}, 'send:exhausted'   -- each is a paid message to a phone that does not take it
  elseif remedy == 'again' then w.s, w.n, from = ${QUEUED}, math.max(1, n), when
  elseif remedy == 'refused' then w.s, w.c = ${FAILED}, code
  else w.s, w.c, r.fl = ${SET_ASIDE}, code, bor(r.fl, ${PARKED}) end
  if busy then return end
  local first = waiting(r)
  if not first then
    gone = onward(id, r, at, was)
  else r.s = first.q ~= q and s == ${SENT} and (r.s or at) or from end
end

local known = 0
for _ = 1, num() do
  local q, part, rank, one, remedy, when, code = num(), num(), num(), arg(), arg(), num(), arg()
  local w = not gone and out(id, r, q)
  if w then
    known = known + 1
    if rank < 0 then fail(w, q, part, one, remedy, when, code)
    elseif rank > 0 then climb(w, part, rank, one) end
  end
end
if not gone and known > 0 then save(id, r, was) end
return { known, told() }
`;
