// A body that is made once and sent often: its type, its ETags, and a gzipped form.
#pragma once

#include <string>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"

namespace moderato::gateway::http {

class Content {
 public:
  enum class Gzip : std::uint8_t { never, where_shorter };

  // Compressing takes some 1 ms per 50 KB: worth it for what is sent more than once.
  static Content make(std::string_view type, std::string text, Gzip gzip = Gzip::where_shorter);

  // What this client should get: 304 when it has it already, else the form it accepts. Sets ETag, Cache-Control and
  // nosniff, and Vary where there are two forms.
  [[nodiscard]] Response answer(const Request& request, std::string_view cache_control) const;

  [[nodiscard]] const SharedText& text() const { return plain_.text; }

 private:
  struct Form {
    SharedText text;
    std::string etag;  // strong; of these very bytes
  };
  std::string type_;
  Form plain_;
  Form gzipped_;  // without text: there is none
};

// Whether the request's If-None-Match names this ETag ("\"abc\""), or "*" (RFC 9110, 13.1.2).
[[nodiscard]] bool has_already(const Request& request, std::string_view etag);
// Whether Accept-Encoding allows gzip (RFC 9110, 12.5.3).
[[nodiscard]] bool accepts_gzip(const Request& request);
// A strong ETag of these bytes.
[[nodiscard]] std::string etag_of(std::string_view bytes);

}  // namespace moderato::gateway::http
