#include "akismet/check.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <utility>

#include "http/headers.hpp"

namespace moderato::gateway::akismet {
namespace {

// The daemon takes no more (config/schema/comment.json).
constexpr std::size_t longest_article = 1'024;
constexpr std::size_t longest_author_name = 1'024;
constexpr std::size_t longest_email = 512;
constexpr std::size_t longest_url = 4'096;
constexpr std::size_t longest_callback = 2'048;
constexpr std::size_t longest_reporter = 64;
constexpr std::size_t longest_user = 64;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// The end of the longest beginning of at most so many bytes that cuts no character.
std::size_t end_within(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && is_continuation(text[most])) --most;
  return most;
}

// One line, without control characters.
std::string line(std::string_view text, std::size_t most) {
  std::string out{text.substr(0, end_within(text, most))};
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return std::string{http::trimmed(out)};
}

// Whole or not at all: a part of an address is another one.
std::string whole_line(std::string_view text, std::size_t most) {
  return text.size() > most ? std::string{} : line(text, most);
}

std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  // What is advertised may stand at the end.
  constexpr std::string_view gap = "\n…\n";
  const std::size_t half = most > gap.size() ? (most - gap.size()) / 2 : 0;
  std::size_t from = text.size() - half;
  while (from < text.size() && is_continuation(text[from])) ++from;
  return text.substr(0, end_within(text, half)).append(gap).append(text, from);
}

// As PHP's addslashes() has put them.
std::string without_slashes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escapes =
        text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '\'' || text[i + 1] == '"' || text[i + 1] == '\\');
    if (escapes) ++i;
    out += text[i];
  }
  return out;
}

std::string article_of(const Form& form) {
  const std::string_view permalink = form.text("permalink");
  std::string article = whole_line(permalink.substr(0, permalink.find('#')), longest_article);
  if (!article.empty()) return article;
  const std::string post = whole_line(form.text("comment_post_ID"), longest_user);
  return post.empty() || post == "0" ? "-" : "post-" + post;
}

std::string user_of(const Form& form) {
  for (const std::string_view name : {"user_ID", "user_id"})
    if (std::string user = whole_line(form.text(name), longest_user); !user.empty() && user != "0") return user;
  return {};
}

std::string ip_of(std::string_view text) {
  boost::system::error_code wrong;
  const std::string one{http::trimmed(text.substr(0, text.find(',')))};
  const auto address = boost::asio::ip::make_address(one, wrong);
  return wrong ? std::string{} : address.to_string();
}

// "2026-11-23T08:15:00+00:00", or as WordPress has it: "2026-11-23 08:15:00". A clock may be a little fast.
Time time_of(std::string text, Time now) {
  if (text.size() > 10 && text[10] == ' ') text[10] = 'T';
  if (text.size() == 19) text += 'Z';
  const auto time = parse_rfc3339(text);
  return time && *time <= now + std::chrono::minutes{1} ? std::min(*time, now) : now;
}

bool is_yes(std::string_view text) {
  return !text.empty() && text != "0" && !http::same_word(text, "false");
}

Trial trial_of(const Form& form) {
  if (form.text("comment_author") == "akismet-guaranteed-spam" || form.text("comment_author") == "viagra-test-123" ||
      form.text("comment_author_email") == "akismet-guaranteed-spam@example.com")
    return Trial::spam;
  if (form.text("user_role") == "administrator") return Trial::ham;
  return is_yes(form.text("is_test")) ? Trial::unkept : Trial::none;
}

constexpr std::array<std::pair<std::string_view, char>, 7> entities{
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"#039", '\''}, {"#39", '\''}, {"#038", '&'}}};

// Of "&amp;" and the like at `at`, which it is passed behind. Else the character that stands there.
char entity_at(std::string_view text, std::size_t& at) {
  for (const auto& [name, meant] : entities)
    if (text.substr(at + 1).starts_with(name) && text.substr(at + 1 + name.size()).starts_with(';')) {
      at += name.size() + 1;
      return meant;
    }
  return text[at];
}

}  // namespace

Check read_check(const Form& form, std::size_t most_text, bool slashed, Time now) {
  const auto text = [&](std::string_view name) {
    return slashed ? without_slashes(form.text(name)) : std::string{form.text(name)};
  };
  Check check;
  check.article = article_of(form);
  check.text = cut(text("comment_content"), most_text);
  check.author_name = line(text("comment_author"), longest_author_name);
  check.author_email = whole_line(text("comment_author_email"), longest_email);
  check.author_url = whole_line(text("comment_author_url"), longest_url);
  check.author_ip = ip_of(form.text("user_ip"));
  check.user = user_of(form);
  check.url = whole_line(form.text("permalink"), longest_url);
  check.created_at = time_of(std::string{form.text("comment_date_gmt")}, now);
  check.callback = whole_line(form.text("callback"), longest_callback);
  check.reporter = line(form.text("reporter"), longest_reporter);
  check.trial = trial_of(form);
  check.honeypot = form.honeypot();
  return check;
}

std::string essence_of(std::string_view text) {
  std::string out;
  bool gap = false;
  const std::size_t last = text.rfind('>');
  const std::size_t last_end = last == std::string_view::npos ? 0 : last;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '<' && i < last_end && text[i + 1] != ' ') {
      i = text.find('>', i);
      gap = true;
      continue;
    }
    if (c == '&') c = entity_at(text, i);
    if (c == '\\') continue;
    if (static_cast<unsigned char>(c) <= 0x20) {
      gap = true;
      continue;
    }
    if (std::exchange(gap, false) && !out.empty()) out += ' ';
    out += c;
  }
  return out;
}

}  // namespace moderato::gateway::akismet
