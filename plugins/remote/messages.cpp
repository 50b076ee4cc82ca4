#include "messages.hpp"

#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <cstdio>
#include <optional>

#include "one_line.hpp"

namespace moderato::remote {
namespace {

namespace json = boost::json;

// RFC 3339, to the microsecond.
std::string in_utc(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return text.data();
}

std::string quoted(std::string_view text) {
  return json::serialize(json::string(text));
}

json::value text_or_null(std::optional<std::string_view> text) {
  return text ? json::value(json::string(*text)) : json::value();
}

json::value published_at(const Comment& comment) {
  const auto time = comment.article_published_at();
  return time ? json::value(in_utc(*time)) : json::value();
}

// For a host that keeps no frame.
std::string from_fields(const Comment& comment) {
  json::object author{{"id", comment.author_id()}};
  const auto add = [](json::object& to, std::string_view name, std::string_view text) {
    if (!text.empty()) to[name] = text;
  };
  add(author, "name", comment.author_name());
  add(author, "ip", comment.author_ip());
  add(author, "email", comment.author_email());
  add(author, "token", comment.author_token());
  json::object object{{"id", comment.id()}, {"site", comment.site()}, {"article", comment.article()}};
  if (const auto parent = comment.parent()) object["parent"] = *parent;
  object["author"] = std::move(author);
  object["text"] = comment.text();
  add(object, "language", comment.language());
  add(object, "url", comment.url());
  return json::serialize(object);
}

// Null where the comment answers none.
json::value state_of(const Comment& comment) {
  switch (comment.parent_state()) {
    case ParentState::untold:
      break;
    case ParentState::unknown:
      return "unknown";
    case ParentState::held:
      return "held";
    case ParentState::rejected:
      return "rejected";
    case ParentState::approved:
      return "approved";
    case ParentState::withdrawn:
      return "withdrawn";
    case ParentState::erased:
      return "erased";
  }
  return nullptr;
}

std::string context_of(const Comment& comment, const ContextParts& wanted) {
  json::object context;
  if (wanted.parent) {
    context["parent"] = nullptr;
    if (comment.parent_text())
      context["parent"] = json::object{{"author", text_or_null(comment.parent_author_id())},
                                       {"text", text_or_null(comment.parent_text())}};
  }
  if (wanted.article) {
    context["article"] = nullptr;
    if (comment.article_title() || comment.article_url() || comment.article_text())
      context["article"] = json::object{{"title", text_or_null(comment.article_title())},
                                        {"url", text_or_null(comment.article_url())},
                                        {"text", text_or_null(comment.article_text())},
                                        {"closed", comment.article_closed()},
                                        {"published_at", published_at(comment)}};
  }
  if (wanted.author)
    context["author"] = json::object{{"approved", comment.author_approved()},
                                     {"held", comment.author_held()},
                                     {"rejected", comment.author_rejected()}};
  if (wanted.thread)
    context["thread"] = json::object{{"parent", state_of(comment)},
                                     {"parent_article", text_or_null(comment.parent_article())},
                                     {"depth", comment.depth()}};
  return json::serialize(context);
}

// The fields that every message about a comment has. Ends with the comment itself.
std::string about(const Comment& comment) {
  std::string out = "\"site\":" + quoted(comment.site()) + ",\"revision\":" + std::to_string(comment.revision());
  out.append(",\"comment\":");
  return comment.json().empty() ? out + from_fields(comment) : out.append(comment.json());
}

void add(std::string& message, std::string_view begin, std::string_view item) {
  message.append(message.empty() ? begin : std::string_view{","}).append(item);
}

}  // namespace

std::string hello(std::string_view settings) {
  return one_line(R"({"type":"hello","protocol":)" + std::to_string(protocol) +
                  ",\"settings\":" + std::string{settings} + "}");
}

std::string question(const Comment& comment, const ContextParts& wanted) {
  std::string out = "\"now\":\"" + in_utc(comment.now()) + "\"," + about(comment);
  if (comment.anew()) out.append(",\"anew\":true");
  if (wanted.any()) out.append(",\"context\":").append(context_of(comment, wanted));
  return one_line(out) + '}';
}

std::string check(std::uint64_t id, std::string_view question) {
  return R"({"type":"check","id":)" + std::to_string(id) + ',' + std::string{question};
}

void add_check(std::string& message, std::uint64_t id, std::string_view question) {
  add(message, R"({"type":"check","comments":[)", "{\"id\":" + std::to_string(id) + ',' + std::string{question});
}

std::string decision(const Decision& decision) {
  std::string out = "{\"seq\":" + std::to_string(decision.seq()) + R"(,"action":")";
  out.append(to_string(decision.action())).append(R"(","decided_at":")").append(in_utc(decision.decided_at()));
  out.append(R"(","decided_by":)").append(quoted(decision.decided_by()));
  if (decision.anew()) out.append(",\"anew\":true");
  out.append(decision.replayed() ? ",\"replayed\":true," : ",\"replayed\":false,").append(about(decision.comment()));
  return one_line(out) + '}';
}

std::string erasure(const Comment& comment) {
  return one_line("{" + about(comment)) + '}';
}

void add_decision(std::string& message, std::string_view decision) {
  add(message, R"({"type":"remember","decisions":[)", decision);
}

void add_erasure(std::string& message, std::string_view erasure) {
  add(message, R"({"type":"forget","comments":[)", erasure);
}

void close(std::string& message) {
  message.append("]}");
}

}  // namespace moderato::remote
