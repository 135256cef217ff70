"""The steps that Redis does at once, in Lua.

Time is Redis' own, so that clocks of machines that differ do no harm. A line is a list of tickets
and a hash with the moment until which each ticket's owner is known to live.
"""

#: KEYS: line, leases. ARGV: ticket, lease in ms, again (1 when the ticket was in the line before).
#: Returns 1 when it is this ticket's turn, else 0. A ticket that was the holder's and is gone (Redis
#: lost its memory) goes back to the front.
STAND = """
local at = redis.call('TIME')
local now = at[1] * 1000 + math.floor(at[2] / 1000)
local lease = tonumber(ARGV[2])
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then
  if ARGV[3] == 'held' then
    redis.call('LPUSH', KEYS[1], ARGV[1])
  else
    redis.call('RPUSH', KEYS[1], ARGV[1])
  end
end
redis.call('HSET', KEYS[2], ARGV[1], now + lease)
redis.call('PEXPIRE', KEYS[1], lease * 10)
redis.call('PEXPIRE', KEYS[2], lease * 10)
while true do
  local head = redis.call('LINDEX', KEYS[1], 0)
  if head == ARGV[1] then return 1 end
  if not head then return 0 end
  local alive = redis.call('HGET', KEYS[2], head)
  if alive and tonumber(alive) >= now then return 0 end
  redis.call('LPOP', KEYS[1])
  redis.call('HDEL', KEYS[2], head)
end
"""

#: KEYS: line, leases. ARGV: ticket.
LEAVE = """
redis.call('LREM', KEYS[1], 0, ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return 1
"""

#: KEYS: bucket. ARGV: rate a second, burst, change (-1 to take, 1 to give back).
#: Returns the milliseconds to wait, 0 when it was taken.
BUCKET = """
local at = redis.call('TIME')
local now = at[1] + at[2] / 1000000
local rate, burst, change = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 'level', 'since')
local level = tonumber(kept[1]) or burst
local since = tonumber(kept[2]) or now
level = math.min(burst, level + math.max(0, now - since) * rate)
local wait = 0
if level + change < 0 then
  wait = math.ceil((1 - level) / rate * 1000)
else
  level = math.min(burst, level + change)
end
redis.call('HSET', KEYS[1], 'level', tostring(level), 'since', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
return wait
"""

#: KEYS: index. ARGV: time, member, most. Returns the members dropped.
MARK = """
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
local surplus = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[3])
if surplus <= 0 then return {} end
local gone = redis.call('ZRANGE', KEYS[1], 0, surplus - 1)
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, surplus - 1)
return gone
"""
