# One level of dotted keys, as `webhooktools payload --flatten` creates them: nulls, {} and [] are omitted, a nested object's
# name becomes a segment and is not a leaf, an item with a name has no index, and the last of two equal keys wins.
def leaves($path):
  if type == "object" then
    (if has("name") then $path + "." + (.name | if . == null then "None" else tostring end) else $path end) as $here
    | to_entries[] | select(.key != "name") | .key as $key | .value | leaves($here + "." + $key)
  elif type == "array" then
    to_entries[] | .key as $index | .value
    | leaves(if type == "object" and has("name") then $path else $path + "." + ($index | tostring) end)
  elif . == null then empty
  else {key: $path, value: .} end;

# A name at the top level is a leaf like any other.
[to_entries[] | .key as $key | .value | leaves($key)] | from_entries
