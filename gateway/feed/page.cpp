#include "feed/page.hpp"

#include <boost/json.hpp>
#include <utility>

#include "comment/json_fields.hpp"

namespace moderato::gateway {
namespace json = boost::json;
namespace {

json::object object_of(std::string_view head) {
  json::error_code failed;
  json::value parsed = json::parse({head.data(), head.size()}, failed);
  return failed || !parsed.is_object() ? json::object{} : std::move(parsed.get_object());
}

Error bad_answer() {
  return {"feed.bad_answer", "what answers is no daemon: is that its control address?"};
}

}  // namespace

std::string page_request(Seq after, std::span<const Topic> topics, std::int64_t number, int messages) {
  json::array names;
  for (const Topic topic : topics) names.emplace_back(std::string{to_string(topic)} + '/');
  return json::serialize(json::value{
      {"request", "feed"}, {"after", after.value}, {"topics", std::move(names)}, {"limit", messages}, {"ref", number}});
}

bool answers(std::string_view head, std::int64_t number) {
  const json::object object = object_of(head);
  return !object.contains("ref") || integer_in(object, "ref") == number;
}

Result<Page> read_page(std::vector<std::string> frames) {
  if (frames.empty()) return bad_answer();
  const json::object head = object_of(frames.front());
  if (const json::object* error = object_in(head, "error"))
    return Error{std::string{text_in(*error, "code")}, std::string{text_in(*error, "message")}};
  if (!head.contains("scanned") || frames.size() % frames_of_a_message != 1) return bad_answer();
  Page page{{}, {integer_in(head, "scanned")}, flag_in(head, "more")};
  for (std::size_t at = 1; at < frames.size(); at += frames_of_a_message) {
    auto message = read_message(frames[at], frames[at + 1], std::move(frames[at + 2]), std::move(frames[at + 3]));
    if (!message) return bad_answer();
    page.messages.push_back(std::move(*message));
  }
  return page;
}

}  // namespace moderato::gateway
