#include "comment/redact.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <span>
#include <utility>

#include "comment/comment.hpp"
#include "comment/json_text.hpp"

namespace moderato {
namespace {

namespace json = boost::json;

// Walks over JSON text that was parsed before, piece by piece, without copying it. Text that is no JSON after all ends
// the walk early, never outside of it.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  [[nodiscard]] bool take(char expected) {
    skip_space();
    if (at_ == text_.size() || text_[at_] != expected) return false;
    ++at_;
    return true;
  }

  // The next value with all that is in it, as it is written; empty when there is none.
  [[nodiscard]] std::string_view value() {
    skip_space();
    const std::size_t begin = at_;
    for (std::size_t depth = 0; at_ < text_.size();) {
      const char c = text_[at_];
      if (c == '"') {
        skip_string();
      } else if (c == '{' || c == '[') {
        ++depth;
        ++at_;
      } else if (depth == 0 && (is_space(c) || c == ',' || c == ':' || c == '}' || c == ']')) {
        break;
      } else {
        ++at_;
        if ((c != '}' && c != ']') || --depth != 0) continue;
      }
      if (depth == 0) break;
    }
    return text_.substr(begin, at_ - begin);
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  void skip_string() {
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
      if (text_[at_] == '\\') ++at_;
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// A member's name, whichever way it is escaped.
std::string decoded(std::string_view name) {
  if (name.size() < 2) return {};
  if (name.find('\\') == std::string_view::npos) return std::string{name.substr(1, name.size() - 2)};
  json::error_code failed;
  const json::value value = json::parse({name.data(), name.size()}, failed);
  if (failed || !value.is_string()) return {};
  return {value.get_string().data(), value.get_string().size()};
}

// Calls each(name, name as written, value as written) for the members of an object. False: it is none.
template <class Each>
bool each_member(std::string_view object, Each each) {
  Walk walk{object};
  if (!walk.take('{')) return false;
  if (walk.take('}')) return true;
  do {
    const std::string_view name = walk.value();
    if (!walk.take(':')) return false;
    const std::string_view value = walk.value();
    if (name.empty() || value.empty()) return false;
    each(decoded(name), name, value);
  } while (walk.take(','));
  return walk.take('}');
}

std::string padded_to(std::size_t size, std::string text) {
  if (text.size() < size) text.append(size - text.size(), ' ');
  return text;
}

constexpr std::array<std::string_view, 7> kept_of_comment{"kind",   "id",         "site",    "article",
                                                          "parent", "created_at", "language"};
constexpr std::array<std::string_view, 12> kept_of_verdict{"seq",        "id",         "site",     "article",
                                                           "action",     "reasons",    "scores",   "took_us",
                                                           "decided_at", "decided_by", "revision", "chain"};
constexpr std::array<std::string_view, 6> kept_of_reason{"filter", "code", "action", "score", "shadow", "error"};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

json::object kept(const json::object& object, std::span<const std::string_view> names) {
  json::object out;
  for (const auto& [name, value] : object)
    if (is_one_of({name.data(), name.size()}, names)) out.emplace(name, value);
  return out;
}

// As verdicts are written: all their fractions are shares.
void append(std::string& out, const json::value& value) {
  if (const json::object* object = value.if_object()) {
    char before = '{';
    for (const auto& [name, member] : *object) {
      out += std::exchange(before, ',');
      append_json_string(out, {name.data(), name.size()});
      out += ':';
      append(out, member);
    }
    out += object->empty() ? "{}" : "}";
  } else if (const json::array* array = value.if_array()) {
    char before = '[';
    for (const json::value& member : *array) {
      out += std::exchange(before, ',');
      append(out, member);
    }
    out += array->empty() ? "[]" : "]";
  } else if (value.is_double()) {
    append_json_share(out, value.get_double());
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string erased_comment(std::string_view frame) {
  std::string out = "{";
  const auto put = [&](std::string_view name, std::string_view value) {
    if (out.size() > 1) out += ',';
    out.append(name).append(":").append(value);
  };
  const bool whole = each_member(frame, [&](const std::string& name, std::string_view written, std::string_view value) {
    if (is_one_of(name, kept_of_comment)) put(written, value);
    if (name == "text") put(written, "\"\"");
    if (name == "author") put(written, R"({"id":"-"})");
  });
  return padded_to(frame.size(), whole ? out + "}" : "{}");
}

std::string erased_verdict(std::string_view verdict) {
  json::error_code failed;
  const json::value parsed = json::parse({verdict.data(), verdict.size()}, failed);
  std::string out;
  if (failed || !parsed.is_object()) return padded_to(verdict.size(), "{}");
  json::object decision = kept(parsed.get_object(), kept_of_verdict);
  if (json::value* reasons = decision.if_contains("reasons"); reasons != nullptr && reasons->is_array()) {
    for (json::value& reason : reasons->get_array()) {
      if (!reason.is_object()) continue;
      json::object bare = kept(reason.get_object(), kept_of_reason);
      bare.emplace("message", "");
      bare.emplace("spans", json::array{});
      reason = std::move(bare);
    }
  }
  append(out, decision);
  return padded_to(verdict.size(), std::move(out));
}

std::string redacted_comment(std::string_view frame, const Redaction& fields) {
  std::string out{frame};
  const auto blank = [&](std::string_view value) {
    if (value.size() < 2 || value.front() != '"') return;  // null
    const auto at = static_cast<std::size_t>(value.data() - frame.data());
    std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(at), value.size(), ' ');
    out[at] = out[at + 1] = '"';
  };
  each_member(frame, [&](const std::string& name, std::string_view, std::string_view value) {
    if (fields.text && name == "text") blank(value);
    if (name != "author") return;
    each_member(value, [&](const std::string& inner, std::string_view, std::string_view of_author) {
      if ((fields.ip && inner == "ip") || (fields.email && inner == "email") || (fields.token && inner == "token"))
        blank(of_author);
    });
  });
  return out;
}

std::string_view without_padding(std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ');
  return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

}  // namespace moderato
