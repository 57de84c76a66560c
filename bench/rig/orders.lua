-- POSTs orders whose ids never repeat: single lines to the classic endpoint, or, with an API key,
-- whole orders of lines that differ in their SKUs, in no order. Give wrk as many threads as connections: then each
-- thread has one request under way at a time, and every answer belongs to a known order id.
-- Arguments: prefix, first SKU, number of SKUs, number of threads, orders of all threads (0: no
-- end), orders/s of all threads (0: as fast as answers come), file for the times of the answers ("": none),
-- API key ("": the classic endpoint), lines of an order.
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long sec; long nsec; } moment; int clock_gettime(int, moment *); ]]
local moment = ffi.new("moment")
local function now()
  ffi.C.clock_gettime(0, moment)
  return tonumber(moment.sec) + tonumber(moment.nsec) / 1e9
end

local threads = {}

function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

function init(args)
  prefix, first, skus = args[1], tonumber(args[2]), tonumber(args[3])
  clients, times_file = tonumber(args[4]), args[7] or ""
  quota = math.floor((tonumber(args[5]) + clients - 1 - id) / clients)
  rate = tonumber(args[6]) / clients
  timed = times_file ~= ""
  key, lines = args[8] or "", tonumber(args[9] or "1")
  accepts = key == "" and 202 or 201
  head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port
    .. "\r\nContent-Type: application/json\r\n"
  if key ~= "" then head = head .. "Authorization: Bearer " .. key .. "\r\nIdempotency-Key: " end
  sent, answered, accepted, refused, ended = 0, 0, 0, 0, 0
  first_refusal, times = "", {}
  math.randomseed(7919 * (id + 1))
end

function request()
  if quota > 0 and ended >= quota then
    return wrk.format("GET", "/healthz")
  end
  sent = sent + 1
  local orderid = prefix .. "-" .. id .. "-" .. sent
  if key == "" then
    return posted("", '{"orderid": "' .. orderid .. '", "sku": "' .. sku() .. '", "qty": 1}')
  end
  return posted(orderid .. "\r\n", '{"id": "' .. orderid .. '", "lines": [' .. wishes() .. "]}")
end

function posted(rest, body)
  return head .. rest .. "Content-Length: " .. #body .. "\r\n\r\n" .. body
end

function sku()
  return "SKU-" .. (first - 1 + math.random(skus))
end

function wishes()
  local known, list = {}, {}
  while #list < lines do
    local name = sku()
    if not known[name] then
      known[name] = true
      list[#list + 1] = '{"sku": "' .. name .. '", "qty": 1}'
    end
  end
  return table.concat(list, ", ")
end

function delay()
  if rate <= 0 then return 0 end
  began = began or now() - id / clients / rate
  local due = began + (sent + 1) / rate
  return math.max(0, (due - now()) * 1000)
end

function response(status, headers, body)
  if answered == sent then return end
  answered = sent
  ended = ended + 1
  if status == accepts then
    accepted = accepted + 1
    if timed then times[#times + 1] = string.format("%s-%d-%d %.6f", prefix, id, sent, now()) end
  else
    refused = refused + 1
    if first_refusal == "" then first_refusal = status .. " " .. body:sub(1, 300):gsub("%s", " ") end
  end
  if quota > 0 and ended >= quota then
    io.write("ENDED\n")
    io.flush()
    wrk.thread:stop()
  end
end

function done(summary, latency, requests)
  local accepted, refused, refusal, open, file = 0, 0, "", {}, nil
  for _, thread in ipairs(threads) do
    accepted = accepted + thread:get("accepted")
    refused = refused + thread:get("refused")
    refusal = refusal ~= "" and refusal or thread:get("first_refusal")
    if thread:get("sent") ~= thread:get("answered") then
      open[#open + 1] = thread:get("prefix") .. "-" .. thread:get("id") .. "-" .. thread:get("sent")
    end
    if thread:get("timed") then
      file = file or io.open(thread:get("times_file"), "w")
      for _, line in ipairs(thread:get("times")) do file:write(line, "\n") end
    end
  end
  if file then file:close() end
  local e = summary.errors
  print("RESULT\t" .. table.concat({ accepted, refused, e.connect + e.read + e.write + e.timeout,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, table.concat(open, ","), refusal }, "\t"))
end
