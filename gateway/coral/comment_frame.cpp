#include "coral/comment_frame.hpp"

#include "comment/json_text.hpp"

namespace moderato::gateway::coral {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
  if (!out.ends_with('{')) out += ',';
  out.append("\"").append(name).append("\":");
  append_json_string(out, value);
}

}  // namespace

std::string comment_frame(const PhaseRequest& request, const Here& here) {
  std::string out = "{";
  append_field(out, "id", here.id);
  append_field(out, "site", here.site);
  append_field(out, "article", request.story);
  if (here.parent) append_field(out, "parent", *here.parent);
  out += R"(,"author":{)";
  append_field(out, "id", request.author);
  append_field(out, "role", to_string(request.role));
  out += '}';
  append_field(out, "text", here.text);
  std::string time;
  append_rfc3339(time, here.at);
  append_field(out, "created_at", time);
  if (!request.story_url.empty()) append_field(out, "url", request.story_url);
  return out + R"(,"unlisted":true})";
}

}  // namespace moderato::gateway::coral
