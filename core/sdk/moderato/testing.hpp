// For a plugin's own tests: its filter, linked into the test and called through the same C table the daemon uses.
//
//   moderato::testing::Filter filter{{{"max_links", 2}}};
//   EXPECT_EQ(filter.check({.text = "hello"}).action, moderato::Action::pass);
//
// Link the test with the target that moderato_add_plugin made for it (NAME_test does so by itself).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "moderato/filter.hpp"

extern "C" const moderato_plugin_v1 moderato_plugin;  // of the plugin this test is linked with

namespace moderato::testing {

using Value = std::variant<bool, int, double, std::string, std::vector<std::string>>;
// Nested options by their dotted names; durations as the operator writes them ("5m").
using Settings = std::map<std::string, Value, std::less<>>;

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
  std::uint32_t revision = 0;
  std::optional<std::string> parent_text{};
  std::optional<std::string> parent_author{};
  std::optional<std::string> article_title{};
  std::optional<std::string> article_text{};
  bool article_closed = false;
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

class Filter {
 public:
  // Throws std::invalid_argument when the filter or one of its options is refused, as the daemon would.
  explicit Filter(Settings settings = {}, std::string data_folder = {})
      : settings_(std::move(settings)), data_folder_(std::move(data_folder)), options_(make_options()) {
    std::string why;
    filter_.reset(moderato_plugin.create(&host_, &options_, &note, &why));
    if (filter_ != nullptr && wrong_.empty())
      for (const auto& [name, value] : settings_)
        if (!asked_.contains(name)) wrong_ += "unknown option " + name + "; ";
    if (filter_ == nullptr || !wrong_.empty()) throw std::invalid_argument(wrong_ + why);
  }

  Finding check(const Given& given) {
    Answered answered;
    const moderato_answer answer{sizeof(moderato_answer), &answered, &on_finding, &on_error};
    const moderato_comment comment = raw(given);
    moderato_plugin.check(filter_.get(), &comment, &answer);
    if (answered.error) throw CouldNotJudge(*answered.error);
    return answered.finding;
  }

  // As the ledger would tell it. `action` is hold, reject or approve.
  void remember(const Given& given, Action action = Action::approve, std::string_view by = "chain") {
    if (moderato_plugin.remember == nullptr) return;
    const moderato_comment comment = raw(given);
    const moderato_decision decision{sizeof(moderato_decision),
                                     &comment,
                                     static_cast<moderato_action>(action),
                                     ++seq_,
                                     given.now,
                                     abi::string(by),
                                     0,
                                     given.anew ? 1U : 0U};
    moderato_plugin.remember(filter_.get(), &decision);
  }

  // As when these comments are erased.
  void forget(const std::vector<Given>& given) {
    if (moderato_plugin.forget == nullptr) return;
    std::vector<moderato_comment> comments;
    for (const Given& each : given) comments.push_back(raw(each));
    std::vector<const moderato_comment*> pointers;
    for (const moderato_comment& each : comments) pointers.push_back(&each);
    moderato_plugin.forget(filter_.get(), pointers.data(), pointers.size());
  }

  Lookback lookback() {
    moderato_lookback wanted{sizeof(moderato_lookback), 0, 0};
    moderato_plugin.lookback(filter_.get(), &wanted);
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
    comment.created_at = given.now;
    comment.now = given.now;
    comment.revision = given.revision;
    comment.parent_text = optional(given.parent_text);
    comment.parent_author_id = optional(given.parent_author);
    comment.article_title = optional(given.article_title);
    comment.article_text = optional(given.article_text);
    comment.article_closed = given.article_closed ? 1 : 0;
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

  template <class T>
  const T* get(moderato_string name) {
    asked_.emplace(abi::view(name));
    const auto at = settings_.find(abi::view(name));
    if (at == settings_.end()) return nullptr;
    const T* value = std::get_if<T>(&at->second);
    if (value == nullptr) wrong(name, "has the wrong type");
    return value;
  }
  void wrong(moderato_string name, std::string_view what) {
    wrong_.append(abi::view(name)).append(" ").append(what).append("; ");
  }
  template <class T>
  T within(moderato_string name, T value, T least, T most, T fallback) {
    if (value >= least && value <= most) return value;
    wrong(name, "is out of range");
    return fallback;
  }
  static Filter& self(void* host) { return *static_cast<Filter*>(host); }
  moderato_options make_options() {
    moderato_options options{};
    options.size = sizeof(moderato_options);
    options.host = this;
    options.integer = [](void* host, moderato_string name, std::int64_t fallback, std::int64_t least,
                         std::int64_t most) {
      const int* value = self(host).get<int>(name);
      return value ? self(host).within<std::int64_t>(name, *value, least, most, fallback) : fallback;
    };
    options.number = [](void* host, moderato_string name, double fallback, double least, double most) {
      const double* value = self(host).get<double>(name);
      return value ? self(host).within(name, *value, least, most, fallback) : fallback;
    };
    options.boolean = [](void* host, moderato_string name, std::uint32_t fallback) -> std::uint32_t {
      const bool* value = self(host).get<bool>(name);
      return value ? static_cast<std::uint32_t>(*value) : fallback;
    };
    options.string = [](void* host, moderato_string name, moderato_string fallback) {
      const std::string* value = self(host).get<std::string>(name);
      return value ? abi::string(*value) : fallback;
    };
    options.choice = [](void* host, moderato_string name, std::size_t fallback, const moderato_string* choices,
                        std::size_t count) {
      const std::string* value = self(host).get<std::string>(name);
      if (value == nullptr) return fallback;
      for (std::size_t i = 0; i < count; ++i)
        if (abi::view(choices[i]) == *value) return i;
      self(host).wrong(name, "is none of its choices");
      return fallback;
    };
    options.list = [](void* host, moderato_string name, void (*each)(void*, moderato_string), void* to) {
      const auto* value = self(host).get<std::vector<std::string>>(name);
      if (value == nullptr) return 0U;
      for (const std::string& entry : *value) each(to, abi::string(entry));
      return 1U;
    };
    options.path = [](void* host, moderato_string name, moderato_string fallback) {
      const std::string* value = self(host).get<std::string>(name);
      if (value) return abi::string(*value);
      if (fallback.size == 0) return fallback;
      std::string& kept = self(host).kept_.emplace_back(self(host).data_folder_);
      kept.append("/").append(abi::view(fallback));
      return abi::string(kept);
    };
    options.duration = [](void* host, moderato_string name, std::int64_t fallback, std::int64_t least,
                          std::int64_t most) {
      const std::string* value = self(host).get<std::string>(name);
      if (value == nullptr) return fallback;
      const std::map<char, std::int64_t> units{{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
      const auto unit = value->empty() ? units.end() : units.find(value->back());
      if (unit == units.end()) {
        self(host).wrong(name, "is no duration");
        return fallback;
      }
      return self(host).within<std::int64_t>(name, std::stoll(*value) * unit->second * 1'000'000, least, most,
                                             fallback);
    };
    options.refuse = [](void* host, moderato_string name, moderato_string message) {
      self(host).wrong(name, abi::view(message));
    };
    return options;
  }

  Settings settings_;
  std::string data_folder_;
  std::set<std::string, std::less<>> asked_;
  mutable std::mutex log_mutex_;
  std::vector<std::string> log_;
  std::vector<std::string> kept_ = reserved();
  std::string wrong_;
  std::int64_t seq_ = 0;
  moderato_options options_;
  static constexpr std::uint8_t secret_[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  moderato_host host_{sizeof(moderato_host), this,
                      [](void* to, moderato_level, moderato_string message) {
                        Filter& filter = self(to);
                        const std::scoped_lock lock{filter.log_mutex_};
                        filter.log_.emplace_back(abi::view(message));
                      },
                      secret_};
  std::unique_ptr<void, Destroy> filter_;

  static std::vector<std::string> reserved() {
    std::vector<std::string> list;
    list.reserve(16);
    return list;
  }
};

}  // namespace moderato::testing
