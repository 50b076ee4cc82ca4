// For a plugin's own tests: its filter, linked into the test and called through the same C table the daemon uses.
//
//   moderato::testing::Filter filter{{{"max_links", 2}}};
//   EXPECT_PASSES(filter, "hello");
//   EXPECT_HOLDS(filter, "https://a.example https://b.example https://c.example", "links.too_many");
//
// These are in testing/expect.hpp, and here when there is GoogleTest. For the rest of an answer there is `check`:
//
//   const moderato::Finding finding = filter.check({.text = "hello", .author = "alice"});
//   EXPECT_EQ(words_of(finding, "hello"), ...);  // what its spans mark
//
// Link the test with the target that moderato_add_plugin made for it (NAME_test does so by itself).
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "moderato/filter.hpp"
#include "moderato/testing/options.hpp"

extern "C" const moderato_plugin_v1 moderato_plugin;  // of the plugin this test is linked with

namespace moderato::testing {

struct Given {
  std::string text;
  std::string author = "author";
  std::string id = "1";
  std::string site = "default";
  std::string article = "article";
  std::optional<std::string> parent{};
  std::string name{};
  std::string ip{};
  std::string email{};
  std::string token{};
  std::string language{};
  std::string url{};
  std::string json{};
  std::int64_t now = 1'700'000'000'000'000;  // microseconds
  std::optional<std::int64_t> created_at{};  // `now` unless said otherwise; 0: the sender did not say
  std::uint32_t revision = 0;
  std::optional<std::string> parent_text{};
  std::optional<std::string> parent_author{};
  std::optional<std::string> article_title{};
  std::optional<std::string> article_url{};
  std::optional<std::string> article_text{};
  bool article_closed = false;
  // The author's past decisions on this site.
  std::uint32_t author_approved = 0;
  std::uint32_t author_held = 0;
  std::uint32_t author_rejected = 0;
  ParentState parent_state = ParentState::untold;
  std::optional<std::string> parent_article{};
  std::uint32_t depth = 0;
  std::int64_t article_published_at = 0;  // microseconds
  bool anew = false;
};

// Thrown when the filter could not judge.
struct CouldNotJudge : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The plugin's filter, at work. Calls may come from several threads if its traits say `concurrent`.
class Filter {
 public:
  // Throws std::invalid_argument when the filter or one of its options is refused, as the daemon would.
  explicit Filter(Settings settings = {}, std::string data_folder = {})
      : options_(std::move(settings), std::move(data_folder)) {
    std::string why;
    filter_.reset(moderato_plugin.create(&host_, &options_.raw(), &note, &why));
    std::string wrong = options_.wrong();
    if (filter_ != nullptr && wrong.empty()) wrong = options_.unknown();
    if (filter_ == nullptr || !wrong.empty()) throw std::invalid_argument(wrong + why);
  }

  Finding check(const Given& given) {
    Answered answered;
    const moderato_answer answer{sizeof(moderato_answer), &answered, &on_finding, &on_error};
    const moderato_comment comment = raw(given);
    moderato_plugin.check(filter_.get(), &comment, &answer);
    if (answered.error) throw CouldNotJudge(*answered.error);
    return answered.finding;
  }

  // As the ledger would tell it; `replayed`: as it is told again at start. `action` is hold, reject or approve.
  void remember(const Given& given, Action action = Action::approve, std::string_view by = "chain",
                bool replayed = false) {
    if (moderato_plugin.remember == nullptr) return;
    const moderato_comment comment = raw(given);
    const moderato_decision decision{sizeof(moderato_decision),
                                     &comment,
                                     static_cast<moderato_action>(action),
                                     ++seq_,
                                     given.now,
                                     abi::string(by),
                                     replayed ? 1U : 0U,
                                     given.anew ? 1U : 0U};
    moderato_plugin.remember(filter_.get(), &decision);
  }

  // As when these comments are erased.
  void forget(const std::vector<Given>& given) { tell(moderato_plugin.forget, given); }

  // As before it is asked about these in a row.
  void expect(const std::vector<Given>& given) { tell(moderato_plugin.expect, given); }

  Lookback lookback() {
    moderato_lookback wanted{sizeof(moderato_lookback), 0, 0};
    if (moderato_plugin.lookback != nullptr) moderato_plugin.lookback(filter_.get(), &wanted);
    return {std::chrono::microseconds{wanted.microseconds}, wanted.decisions};
  }

  // What the filter has logged so far, from whichever thread.
  std::vector<std::string> log() const {
    const std::scoped_lock lock{log_mutex_};
    return log_;
  }

 private:
  struct Answered {
    Finding finding;
    std::optional<std::string> error;
  };
  struct Destroy {
    void operator()(void* filter) const { moderato_plugin.destroy(filter); }
  };

  // What it has a function for.
  void tell(void (*told)(void*, const moderato_comment* const*, std::size_t), const std::vector<Given>& given) {
    if (told == nullptr) return;
    std::vector<moderato_comment> comments;
    for (const Given& each : given) comments.push_back(raw(each));
    std::vector<const moderato_comment*> pointers;
    for (const moderato_comment& each : comments) pointers.push_back(&each);
    told(filter_.get(), pointers.data(), pointers.size());
  }
  static moderato_string optional(const std::optional<std::string>& text) {
    return text ? abi::string(*text) : moderato_string{nullptr, 0};
  }
  static moderato_comment raw(const Given& given) {
    moderato_comment comment{};
    comment.size = sizeof(moderato_comment);
    comment.site = abi::string(given.site);
    comment.id = abi::string(given.id);
    comment.article = abi::string(given.article);
    comment.parent = optional(given.parent);
    comment.author_id = abi::string(given.author);
    comment.author_name = abi::string(given.name);
    comment.author_ip = abi::string(given.ip);
    comment.author_email = abi::string(given.email);
    comment.author_token = abi::string(given.token);
    comment.text = abi::string(given.text);
    comment.language = abi::string(given.language);
    comment.url = abi::string(given.url);
    comment.json = abi::string(given.json);
    comment.created_at = given.created_at.value_or(given.now);
    comment.now = given.now;
    comment.revision = given.revision;
    comment.parent_text = optional(given.parent_text);
    comment.parent_author_id = optional(given.parent_author);
    comment.article_title = optional(given.article_title);
    comment.article_url = optional(given.article_url);
    comment.article_text = optional(given.article_text);
    comment.article_closed = given.article_closed ? 1 : 0;
    comment.author_approved = given.author_approved;
    comment.author_held = given.author_held;
    comment.author_rejected = given.author_rejected;
    comment.parent_state = static_cast<moderato_parent_state>(given.parent_state);
    comment.parent_article = optional(given.parent_article);
    comment.depth = given.depth;
    comment.article_published_at = given.article_published_at;
    comment.anew = given.anew ? 1 : 0;
    return comment;
  }
  static void note(void* to, moderato_string message) { *static_cast<std::string*>(to) = abi::view(message); }
  static void on_finding(void* to, const moderato_finding* found) {
    Finding& finding = static_cast<Answered*>(to)->finding;
    finding.action = static_cast<Action>(found->action);
    finding.code = abi::view(found->code);
    finding.message = abi::view(found->message);
    finding.score = found->score;
    for (std::size_t i = 0; i < found->span_count; ++i)
      finding.spans.push_back({found->spans[i].begin, found->spans[i].end});
    if (const float* weights = abi::weights(*found)) finding.weights.assign(weights, weights + found->span_count);
    finding.follows_parent = abi::follows_parent(*found);
    for (std::size_t i = 0; i < found->score_count; ++i)
      finding.scores.push_back({std::string{abi::view(found->scores[i].attribute)}, found->scores[i].value});
  }
  static void on_error(void* to, moderato_string message) {
    static_cast<Answered*>(to)->error = std::string{abi::view(message)};
  }

  static Filter& self(void* host) { return *static_cast<Filter*>(host); }

  OptionsHost options_;
  mutable std::mutex log_mutex_;
  std::vector<std::string> log_;
  std::int64_t seq_ = 0;
  static constexpr std::uint8_t secret_[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  moderato_host host_{sizeof(moderato_host), this,
                      [](void* to, moderato_level, moderato_string message) {
                        Filter& filter = self(to);
                        const std::scoped_lock lock{filter.log_mutex_};
                        filter.log_.emplace_back(abi::view(message));
                      },
                      secret_};
  std::unique_ptr<void, Destroy> filter_;
};

}  // namespace moderato::testing

#if __has_include(<gtest/gtest.h>)
#include "moderato/testing/expect.hpp"
#endif
