-- Asks tshark which frames of a capture match each of many filters, in one run:
-- FILTERS is a file with one a line, to ANSWERS goes a line for each: the
-- numbers of its frames, or "error" and why it is no filter.
local answers, count = {}, 0
for line in io.lines(os.getenv("FILTERS")) do
	count = count + 1
	local ok, tap = pcall(Listener.new, "frame", line)
	if ok then
		local frames = {}
		answers[count] = frames
		function tap.packet(pinfo) frames[#frames + 1] = pinfo.number end
	else
		answers[count] = "error " .. tostring(tap):gsub("%s+", " ")
	end
end

local done = Listener.new("frame")
function done.packet() end
function done.draw()
	local out = assert(io.open(os.getenv("ANSWERS"), "w"))
	for i = 1, count do
		local a = answers[i]
		if type(a) == "table" then a = table.concat(a, " ") end
		out:write(a, "\n")
	end
	out:close()
end
