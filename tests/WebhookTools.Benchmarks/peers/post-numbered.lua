-- wrk … -- BODY-FILE FIRST: posts the body with a different alarm_id each time, counting up from FIRST.
local head, tail, number

function init(arguments)
   local file = assert(io.open(arguments[1], "rb"))
   head, tail = file:read("*a"):match('^(.*"alarm_id": ")[^"]*(".*)$')
   number = tonumber(arguments[2])
   wrk.headers["Content-Type"] = "application/json"
   file:close()
end

function request()
   number = number + 1
   return wrk.format("POST", nil, nil, head .. string.format("%d", number) .. tail)
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format('{"requests":%d,"rejected":%d,"broken":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f}\n',
      summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
      summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
