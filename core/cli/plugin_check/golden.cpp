#include "cli/plugin_check/golden.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <map>
#include <utility>

#include "cli/plugin_check/golden_texts.hpp"
#include "comment/json_text.hpp"
#include "moderato/filter.hpp"

namespace moderato::cli::plugin_check {
namespace {

namespace json = boost::json;

constexpr std::size_t about_so_many = 1'000;

// Ids may have anything but control characters.
constexpr auto odd_ids = std::to_array<std::string_view>({"1",        " ",          "\"quoted\"", "../../etc/passwd",
                                                          "a/b/c",    "{\"id\":1}", "%00",        "c'; --",
                                                          "😀",        "\u202eabc",  "\u200b",     "e\u0301",
                                                          "-1",       "null",       "a b  c",     "\\",
                                                          "\ufeffid", "<id>",       "ID",         "id"});

// Each field as long as it may be (comment/parse.cpp); those of ids in ASCII and beyond.
void fill_to_the_limits(json::object& fields, bool ascii) {
  const auto full = [ascii](std::size_t bytes) { return ascii ? std::string(bytes, 'x') : flood("é", bytes); };
  fields["id"] = full(128);
  fields["site"] = full(64);
  fields["article"] = full(1'024);
  fields["parent"] = full(128);
  fields["language"] = full(64);
  fields["url"] = full(4'096);
  fields["author"] = {
      {"id", full(256)}, {"name", full(1'024)}, {"ip", full(64)}, {"email", full(512)}, {"token", full(16'384)}};
}

class Maker {
 public:
  Maker(std::uint64_t seed, const Limits& limits) : dice_(seed), limits_(limits) {}

  std::vector<GoldenComment> run() {
    std::vector<GoldenText> hostile = hostile_texts(dice_, limits_.text_bytes);
    for (std::size_t i = hostile.size(); i > 1; --i) std::swap(hostile[i - 1], hostile[dice_.below(i)]);
    // Among each other, as they come.
    const std::size_t count = std::max(about_so_many, hostile.size());
    const auto hostile_before = [&, all = hostile.size()](std::size_t i) { return i * all / count; };
    for (std::size_t i = 0; i < count; ++i) {
      if (hostile_before(i) == hostile_before(i + 1)) {
        add("a usual comment", std::string{cut(typical_text(dice_), limits_.text_bytes)}, true);
      } else {
        add(std::move(hostile.back().about), hostile.back().text, false);
        hostile.pop_back();
      }
    }
    return std::move(made_);
  }

 private:
  json::object fields_of(const std::string& text) {
    json::object fields{{"text", text}};
    if (!dice_.one_in(8)) fields["site"] = dice_.one_in(4) ? "sport" : "news";
    fields["article"] = "article-" + std::to_string(dice_.below(12));
    json::object author{{"id", "user-" + std::to_string(dice_.below(40))}};
    if (!dice_.one_in(3)) author["name"] = dice_.one_in(5) ? std::string{dice_.pick(odd_ids)} : "Somebody";
    if (!dice_.one_in(3))
      author["ip"] = dice_.one_in(6) ? "2001:db8::" + std::to_string(dice_.below(9))
                                     : "192.0.2." + std::to_string(dice_.below(60));
    if (dice_.one_in(2)) author["email"] = "somebody@mail.example";
    if (dice_.one_in(9)) author["token"] = "a.b.c";
    fields["author"] = std::move(author);
    if (dice_.one_in(3)) fields["language"] = dice_.one_in(3) ? "de-AT" : "en";
    if (dice_.one_in(5)) fields["url"] = "https://news.example/1#comment";
    if (dice_.one_in(7)) fields["anything"] = {{"else", json::array{1, nullptr, "x"}}};
    return fields;
  }

  void add(std::string about, const std::string& text, bool typical) {
    GoldenComment comment;
    json::object fields = fields_of(text);
    const std::size_t number = made_.size();
    fields["id"] = "comment-" + std::to_string(number);
    if (made_.size() > 20 && dice_.one_in(15)) {
      write_an_earlier_one_anew(fields);
      about += ", edited";
    }
    comment.now = Time{start + pace * static_cast<std::int64_t>(number)};
    if (dice_.one_in(4)) answer_an_earlier_one(fields, comment);
    if (!typical) make_odd(fields, comment, about);
    if (!dice_.one_in(10)) {
      std::string created_at;
      append_rfc3339(created_at, comment.now);
      fields["created_at"] = created_at;
    }
    tell_of_the_article(comment);
    comment.author_approved = static_cast<std::uint32_t>(dice_.one_in(3) ? 0 : dice_.below(30));
    comment.author_held = static_cast<std::uint32_t>(dice_.one_in(2) ? 0 : dice_.below(4));
    comment.author_rejected = static_cast<std::uint32_t>(dice_.one_in(20) ? 1'000'000 : 0);

    auto parsed = parse_comment(json::serialize(fields), limits_);
    if (!parsed) return;  // the operator's limits are too small for it
    comment.frame = std::move(*parsed);
    comment.revision = revisions_[{std::string{comment.frame.site}, std::string{comment.frame.id}}]++;
    comment.about = std::move(about);
    comment.typical = typical;
    made_.push_back(std::move(comment));
  }

  void write_an_earlier_one_anew(json::object& fields) {
    const CommentFrame& earlier = made_[made_.size() - 1 - dice_.below(20)].frame;
    fields["id"] = std::string{earlier.id};
    fields["site"] = std::string{earlier.site};
    fields["article"] = std::string{earlier.article};
    fields["author"].as_object()["id"] = std::string{earlier.author_id};
  }

  void answer_an_earlier_one(json::object& fields, GoldenComment& comment) {
    if (made_.empty() || dice_.one_in(6)) {
      fields["parent"] = "nobody-knows-it";
      comment.parent_state = ParentState::unknown;
      comment.depth = 1;
      return;
    }
    const GoldenComment& parent = made_[made_.size() - 1 - dice_.below(std::min<std::size_t>(made_.size(), 50))];
    fields["parent"] = std::string{parent.frame.id};
    comment.parent_text = std::string{parent.frame.text};
    comment.parent_author = std::string{parent.frame.author_id};
    comment.parent_article = std::string{parent.frame.article};
    comment.depth = dice_.one_in(40) ? 1'000 : parent.depth + 1;
    constexpr std::array states{ParentState::held, ParentState::rejected, ParentState::withdrawn, ParentState::erased};
    comment.parent_state = dice_.one_in(3) ? states[dice_.below(states.size())] : ParentState::approved;
    comment.anew = dice_.one_in(10);
  }

  void make_odd(json::object& fields, GoldenComment& comment, std::string& about) {
    if (dice_.one_in(12)) {
      fill_to_the_limits(fields, dice_.one_in(2));
      about += ", all fields as long as they may be";
    } else if (dice_.one_in(10)) {
      fields["id"] = dice_.pick(odd_ids);
      fields["article"] = dice_.pick(odd_ids);
      fields["author"] = {{"id", dice_.pick(odd_ids)}, {"name", dice_.pick(odd_ids)}, {"ip", dice_.pick(odd_ids)}};
      fields["language"] = dice_.pick(odd_ids);
      about += ", odd ids";
    } else if (dice_.one_in(10)) {
      fields = {{"id", fields["id"]}, {"article", "a"}, {"author", {{"id", "u"}}}, {"text", fields["text"]}};
      about += ", no field that may be absent";
    }
    if (dice_.one_in(10)) comment.parent_text = flood("漢 ", limits_.text_bytes);
  }

  void tell_of_the_article(GoldenComment& comment) {
    if (dice_.one_in(3)) return;
    comment.article_title = dice_.one_in(10) ? "" : "The council and the road";
    if (!dice_.one_in(3)) comment.article_url = "https://news.example/2026/road";
    if (!dice_.one_in(3)) comment.article_text = typical_text(dice_) + typical_text(dice_);
    if (dice_.one_in(60)) comment.article_text = flood("The road. ", limits_.frame_bytes);
    comment.article_closed = dice_.one_in(25);
    if (dice_.one_in(2)) comment.article_published_at = comment.now - std::chrono::hours{dice_.below(24 * 60)};
  }

  // As old as an archive is: the time to judge by is the comment's.
  static constexpr std::chrono::microseconds start{1'700'000'000'000'000};
  static constexpr std::chrono::microseconds pace = std::chrono::seconds{7};

  Dice dice_;
  Limits limits_;
  std::vector<GoldenComment> made_;
  std::map<std::pair<std::string, std::string>, std::uint32_t> revisions_;  // by site and id
};

moderato_string optional(const std::optional<std::string>& text) {
  return text ? abi::string(*text) : moderato_string{nullptr, 0};
}

}  // namespace

moderato_comment GoldenComment::with_context() const {
  moderato_comment raw = without_context();
  raw.parent_text = optional(parent_text);
  raw.parent_author_id = optional(parent_author);
  raw.article_title = optional(article_title);
  raw.article_url = optional(article_url);
  raw.article_text = optional(article_text);
  raw.article_closed = article_closed ? 1 : 0;
  raw.author_approved = author_approved;
  raw.author_held = author_held;
  raw.author_rejected = author_rejected;
  raw.parent_state = static_cast<moderato_parent_state>(parent_state);
  raw.parent_article = optional(parent_article);
  raw.depth = depth;
  if (article_published_at) raw.article_published_at = article_published_at->time_since_epoch().count();
  raw.anew = anew ? 1 : 0;
  return raw;
}

std::vector<GoldenComment> golden_comments(std::uint64_t seed, const Limits& limits) {
  return Maker{seed, limits}.run();
}

}  // namespace moderato::cli::plugin_check
