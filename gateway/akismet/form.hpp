// What an Akismet client posts: application/x-www-form-urlencoded, in whatever charset.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace moderato::gateway::akismet {

// The fields that are known here. All others are passed over unread, however many: clients send along what their
// visitors sent them. Of a name that stands twice the last one counts, as in PHP.
class Form {
 public:
  // `charset`: as the request's Content-Type says; empty: what the field blog_charset says, else UTF-8. Takes time
  // linear in the body.
  [[nodiscard]] static Form parse(std::string_view body, std::string_view charset);

  // UTF-8, with U+FFFD for what can't be decoded, without NUL. Empty: it is not there, or is empty.
  [[nodiscard]] std::string_view text(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return fields_.contains(name); }
  // Whether the field that honeypot_field_name names, which people don't see, was filled in.
  [[nodiscard]] bool honeypot() const { return honeypot_; }

 private:
  std::map<std::string, std::string, std::less<>> fields_;
  bool honeypot_ = false;
};

// "text/html; charset=utf-8": "utf-8". Empty where it says none.
[[nodiscard]] std::string_view charset_of(std::string_view content_type);

}  // namespace moderato::gateway::akismet
