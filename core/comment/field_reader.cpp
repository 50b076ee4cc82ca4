#include "comment/field_reader.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cstring>
#include <limits>
#include <utility>

namespace moderato {
namespace {

namespace json = boost::json;
using ErrorCode = boost::system::error_code;

constexpr std::size_t nothing = std::numeric_limits<std::size_t>::max();
constexpr std::size_t longest_key = 64;  // longer ones are none of ours

std::string in_quotes(std::string_view name) {
  return "\"" + std::string{name} + "\"";
}
std::string in_quotes(const FieldRule& rule) {
  return in_quotes(rule.group.empty() ? std::string{rule.name} : std::string{rule.group}.append(".").append(rule.name));
}

// Follows the parser's events. The names and signatures are those Boost.JSON asks for.
class Handler {
 public:
  static constexpr std::size_t max_object_size = nothing;
  static constexpr std::size_t max_array_size = nothing;
  static constexpr std::size_t max_key_size = nothing;
  static constexpr std::size_t max_string_size = nothing;

  Handler(std::span<const FieldRule> rules, std::size_t frame_size) : rules_(rules) {
    // Decoded JSON is never longer than what it was decoded from.
    fields_.decoded = std::make_unique_for_overwrite<char[]>(frame_size + 1);
  }

  bool on_document_begin(ErrorCode&) { return true; }
  bool on_document_end(ErrorCode&) { return true; }

  bool on_object_begin(ErrorCode& ec) {
    if (depth_ == 1 && field_ != nothing) return wrong_type("an object", ec);
    if (depth_ == 0) is_object_ = true;
    nested_ = depth_ == 1 ? group_ : (depth_ == 0 ? std::string_view{} : unknown_group);
    ++depth_;
    return settled();
  }
  bool on_object_end(std::size_t, ErrorCode&) { return leave(); }
  bool on_array_begin(ErrorCode& ec) {
    if (depth_ == 0) return refuse({"comment.wrong_type", "expected a JSON object, found an array"}, ec);
    if (field_ != nothing) return wrong_type("an array", ec);
    if (!group_.empty() && depth_ == 1) return wrong_group("an array", ec);
    ++depth_;
    ++arrays_;
    return settled();
  }
  bool on_array_end(std::size_t, ErrorCode&) {
    --arrays_;
    return leave();
  }

  bool on_key_part(json::string_view part, std::size_t, ErrorCode&) {
    const std::size_t kept = std::min(part.size(), key_.size() - key_size_);
    std::memcpy(key_.data() + key_size_, part.data(), kept);
    key_size_ += kept;
    return true;
  }
  bool on_key(json::string_view part, std::size_t size, ErrorCode& ec) {
    on_key_part(part, size, ec);
    const std::string_view key{key_.data(), std::exchange(key_size_, 0)};
    field_ = nothing;
    group_ = {};
    const bool top = depth_ == 1;
    const bool in_group = depth_ == 2 && !nested_.empty() && nested_ != unknown_group;
    if (top || in_group) find_field(key, top);
    if (field_ != nothing && (fields_.strings[field_] || fields_.booleans[field_] || was_null_[field_]))
      return refuse({"comment.duplicate_field", in_quotes(rules_[field_]) + " stands there twice; send it once"}, ec);
    return true;
  }

  bool on_string_part(json::string_view part, std::size_t, ErrorCode&) {
    if (field_ != nothing) {
      std::memcpy(fields_.decoded.get() + used_ + pending_, part.data(), part.size());
      pending_ += part.size();
    }
    return true;
  }
  bool on_string(json::string_view part, std::size_t size, ErrorCode& ec) {
    if (depth_ == 0) return refuse({"comment.wrong_type", "expected a JSON object, found a string"}, ec);
    if (field_ == nothing) return group_.empty() || depth_ != 1 || arrays_ != 0 || wrong_group("a string", ec);
    if (rules_[field_].type != FieldRule::Type::string) return wrong_type("a string", ec);
    on_string_part(part, size, ec);
    fields_.strings[field_] = std::string_view{fields_.decoded.get() + used_, pending_};
    used_ += pending_;
    pending_ = 0;
    return check_string(ec);
  }

  bool on_number_part(json::string_view, ErrorCode&) { return true; }
  bool on_int64(std::int64_t, json::string_view, ErrorCode& ec) { return scalar("a number", ec); }
  bool on_uint64(std::uint64_t, json::string_view, ErrorCode& ec) { return scalar("a number", ec); }
  bool on_double(double, json::string_view, ErrorCode& ec) { return scalar("a number", ec); }
  bool on_bool(bool value, ErrorCode& ec) {
    if (field_ == nothing || rules_[field_].type != FieldRule::Type::boolean) return scalar("a boolean", ec);
    fields_.booleans[field_] = value;
    return settled();
  }
  bool on_null(ErrorCode& ec) {
    if (field_ == nothing || !rules_[field_].nullable) return scalar("null", ec);
    was_null_[field_] = true;
    return settled();
  }
  bool on_comment_part(json::string_view, ErrorCode&) { return true; }
  bool on_comment(json::string_view, ErrorCode&) { return true; }

  [[nodiscard]] std::optional<Error> missing() const {
    if (!is_object_) return Error{"comment.wrong_type", "expected a JSON object"};
    for (std::size_t i = 0; i < rules_.size(); ++i)
      if (rules_[i].required && !fields_.strings[i] && !fields_.booleans[i])
        return Error{"comment.missing_field", in_quotes(rules_[i]) + " is missing"};
    return std::nullopt;
  }
  [[nodiscard]] const std::optional<Error>& refusal() const { return refusal_; }
  [[nodiscard]] Fields& fields() { return fields_; }
  [[nodiscard]] std::string id() const {
    for (std::size_t i = 0; i < rules_.size(); ++i)
      if (rules_[i].group.empty() && rules_[i].name == "id" && fields_.strings[i] &&
          fields_.strings[i]->size() <= rules_[i].most)
        return std::string{*fields_.strings[i]};
    return {};
  }

 private:
  static constexpr std::string_view unknown_group = "\n";

  void find_field(std::string_view key, bool top) {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const FieldRule& rule = rules_[i];
      if (rule.group.empty() == top) {
        if (rule.name != key || (!top && rule.group != nested_)) continue;
        field_ = i;
        return;
      }
      if (top && rule.group == key) {
        group_ = rule.group;
        return;
      }
    }
  }

  // A value has been read: the key before it is done with.
  bool settled() {
    field_ = nothing;
    group_ = {};
    return true;
  }
  bool leave() {
    --depth_;
    if (depth_ == 1) nested_ = {};
    return settled();
  }
  bool scalar(std::string_view what, ErrorCode& ec) {
    if (depth_ == 0) return refuse({"comment.wrong_type", "expected a JSON object, found " + std::string{what}}, ec);
    if (field_ != nothing) return wrong_type(what, ec);
    if (!group_.empty() && depth_ == 1) return wrong_group(what, ec);
    return true;
  }
  bool wrong_type(std::string_view found, ErrorCode& ec) {
    const FieldRule& rule = rules_[field_];
    const std::string_view expected = rule.type == FieldRule::Type::string ? " must be a string" : " must be a boolean";
    return refuse({"comment.wrong_type", in_quotes(rule) + std::string{expected} + (rule.nullable ? " or null" : "") +
                                             ", found " + std::string{found}},
                  ec);
  }
  bool wrong_group(std::string_view found, ErrorCode& ec) {
    return refuse({"comment.wrong_type", in_quotes(group_) + " must be an object, found " + std::string{found}}, ec);
  }
  bool check_string(ErrorCode& ec) {
    const FieldRule& rule = rules_[field_];
    const std::string_view value = *fields_.strings[field_];
    if (value.size() > rule.most)
      return refuse({"comment.bad_value", in_quotes(rule) + " has " + std::to_string(value.size()) +
                                              " bytes; at most " + std::to_string(rule.most) + " are accepted"},
                    ec);
    if (value.size() < rule.least) return refuse({"comment.bad_value", in_quotes(rule) + " must not be empty"}, ec);
    const std::size_t nul = value.find('\0');
    if (nul != std::string_view::npos)
      return refuse({"comment.bad_value", in_quotes(rule) + " has a NUL character at byte " + std::to_string(nul)}, ec);
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (rule.printable && std::any_of(value.begin(), value.end(), control))
      return refuse({"comment.bad_value", in_quotes(rule) + " must not have control characters"}, ec);
    return settled();
  }
  bool refuse(Error error, ErrorCode& ec) {
    refusal_ = std::move(error);
    ec = json::error::syntax;  // any error stops the parser; ours is in refusal_
    return false;
  }

  std::span<const FieldRule> rules_;
  Fields fields_;
  std::array<bool, max_fields> was_null_{};
  std::size_t used_ = 0;                   // of fields_.decoded, by finished strings
  std::size_t pending_ = 0;                // of the string being read
  std::array<char, longest_key + 1> key_;  // a longer one is cut, and still none of ours
  std::size_t key_size_ = 0;
  std::size_t depth_ = 0;
  std::size_t arrays_ = 0;
  std::size_t field_ = nothing;  // the rule that the value after this key is for
  std::string_view group_;       // the key just read holds a group of fields: "author"
  std::string_view nested_;      // the group being read
  bool is_object_ = false;
  std::optional<Error> refusal_;
};

std::string why_not_json(const ErrorCode& ec, std::size_t at) {
  if (ec == json::error::too_deep) return "nested deeper than " + std::to_string(deepest_frame) + " levels";
  if (ec == json::error::incomplete) return "not JSON: it ends too early, after byte " + std::to_string(at);
  return "not JSON in UTF-8: " + ec.message() + " near byte " + std::to_string(at);
}

}  // namespace

boost::system::result<Fields, ParseError> read_fields(std::string_view frame, std::span<const FieldRule> rules) {
  json::parse_options options;
  options.max_depth = deepest_frame;
  json::basic_parser<Handler> parser{options, rules, frame.size()};
  ErrorCode ec;
  const std::size_t read = parser.write_some(false, frame.data(), frame.size(), ec);
  Handler& handler = parser.handler();
  if (handler.refusal()) return ParseError{*handler.refusal(), handler.id()};
  if (!ec && read < frame.size()) ec = json::error::extra_data;
  if (ec) return ParseError{{"comment.not_json", why_not_json(ec, read)}, handler.id()};
  if (const auto missing = handler.missing()) return ParseError{*missing, handler.id()};
  return std::move(handler.fields());
}

}  // namespace moderato
