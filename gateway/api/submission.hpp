// A comment that somebody submits: what a request's body says, checked, and what the daemon is handed of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/problems.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway::api {

// openapi.json: Submission.
struct Submission {
  std::optional<std::string> id;
  std::optional<std::string> parent;
  std::string text;
  std::string name;  // as the request has it; may be empty, as all below
  std::string language;
  std::string url;
  // Of the website's server alone.
  std::string author_id;
  std::string author_ip;
  std::string author_email;
};

using FieldErrors = std::vector<FieldError>;

// `of_server`: the website's server submits it for an author, whom it must name. `most_text`: bytes.
[[nodiscard]] std::variant<Submission, FieldErrors> parse_submission(std::string_view body, bool of_server,
                                                                     std::size_t most_text);

// openapi.json: ArticleDetails.
struct ArticleDetails {
  std::string title;
  std::string url;
  std::string text;
  std::string published_at;  // empty, or RFC 3339
  bool closed = false;
};
[[nodiscard]] std::variant<ArticleDetails, FieldErrors> parse_article_details(std::string_view body);

// What stands in paths and is stored: 1 to `most` bytes without control characters.
[[nodiscard]] bool is_name(std::string_view text, std::size_t most);
inline constexpr std::size_t longest_comment_id = 128;
inline constexpr std::size_t longest_article_id = 1'024;

// "9f1d7a52-60c8-4a3b-8f0e-2f9a7c1f6f3b": a random UUID (RFC 9562, version 4).
[[nodiscard]] std::string new_uuid();

// Who and where, beside what the request's body says.
struct Arrival {
  std::string site;
  std::string article;
  std::string id;
  std::string author_id;
  std::string author_name;  // may be empty, as the two below
  std::string author_ip;
  std::string author_token;
  Time at;
};

// The comment as the daemon takes it.
[[nodiscard]] std::string comment_frame(const Submission& submission, const Arrival& arrival);

}  // namespace moderato::gateway::api
