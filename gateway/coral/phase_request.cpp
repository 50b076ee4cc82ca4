#include "coral/phase_request.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "api/submission.hpp"
#include "comment/json_fields.hpp"
#include "coral/json_body.hpp"

namespace moderato::gateway::coral {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_author = 256;  // as the daemon takes it
constexpr std::size_t longest_url = 4'096;   // likewise
constexpr std::array<std::string_view, 5> roles{"COMMENTER", "MEMBER", "STAFF", "MODERATOR", "ADMIN"};

class Reading {
 public:
  explicit Reading(const json::object& request) : request_(request) {}

  std::variant<PhaseRequest, std::vector<api::FieldError>> read() {
    PhaseRequest to;
    const std::string_view action = text_in(request_, "action");
    to.is_edit = action == "EDIT";
    if (action != "NEW" && action != "EDIT") wrong("/action", "must be NEW or EDIT");
    read_comment(object("comment"), to);
    const json::object& author = object("author");
    to.author = name(author, "/author", "id", longest_author);
    const auto* const role = std::ranges::find(roles, text_in(author, "role"));
    if (role == roles.end())
      wrong("/author/role", "must be COMMENTER, MEMBER, STAFF, MODERATOR or ADMIN");
    else
      to.role = static_cast<Role>(role - roles.begin());
    const json::object& story = object("story");
    to.story = name(story, "/story", "id", api::longest_article_id);
    if (api::is_name(text_in(story, "url"), longest_url)) to.story_url = text_in(story, "url");
    to.tenant = name(request_, "", "tenantID", longest_author);
    if (!errors_.empty()) return errors_;
    return to;
  }

 private:
  void read_comment(const json::object& comment, PhaseRequest& to) {
    const json::value* const body = comment.if_contains("body");
    if (body != nullptr && body->is_string())
      to.body = body->get_string();
    else
      wrong("/comment/body", "must be a string");
    const json::value* const parent = comment.if_contains("parentID");
    if (parent != nullptr && !parent->is_null()) to.parent = name(comment, "/comment", "parentID", longest_author);
  }

  const json::object& object(std::string_view name) {
    static const json::object none;
    const json::object* const found = object_in(request_, name);
    return found == nullptr ? none : *found;
  }

  std::string name(const json::object& in, const std::string& path, std::string_view key, std::size_t most) {
    const std::string_view found = text_in(in, key);
    if (!api::is_name(found, most))
      wrong(path + '/' + std::string{key},
            "must have 1 to " + std::to_string(most) + " bytes without control characters");
    return std::string{found};
  }
  void wrong(std::string pointer, std::string detail) { errors_.push_back({std::move(pointer), std::move(detail)}); }

  const json::object& request_;
  std::vector<api::FieldError> errors_;
};

}  // namespace

std::string_view to_string(Role role) {
  return roles.at(static_cast<std::size_t>(role));
}

std::variant<PhaseRequest, std::vector<api::FieldError>> read_phase_request(std::string_view body) {
  const auto object = read_object(body);
  if (const auto* expected = std::get_if<std::string>(&object)) return std::vector<api::FieldError>{{"", *expected}};
  return Reading{std::get<json::object>(object)}.read();
}

}  // namespace moderato::gateway::coral
