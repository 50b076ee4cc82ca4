// Does what its option `does` says, well or badly.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <new>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "moderato/filter.hpp"

namespace {

class Scripted final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.remembers = true, .wants_context = true};

  explicit Scripted(moderato::Options& options) : script_(options.string("does", "pass")), host_(options.host()) {
    options.number("share", 0.5, 0, 1);
    if (script_ == "throw at start") throw std::runtime_error("no good day");
    if (script_ == "crash at start") std::abort();
    if (script_ == "refuse an option") options.refuse("does", "can't be done");
  }

  moderato::Finding check(const moderato::Comment& comment) override {
    using moderato::Finding;
    if (calls_.fetch_add(1) != 0) throw std::logic_error("called from two threads at once");
    const struct Leave {
      std::atomic<int>& calls;
      ~Leave() { calls.fetch_sub(1); }
    } leave{calls_};
    const std::string does = deed_for(comment.text());
    if (does == "crash") std::abort();  // a signal that sanitizers leave alone
    if (does == "exit") std::_Exit(3);
    while (does == "hang") std::this_thread::sleep_for(std::chrono::hours{1});
    while (does == "burn") burnt_ = burnt_ + 1;
    if (does == "print") std::puts("a printed word"), std::fflush(stdout);
    if (does == "take memory") taken_.emplace_back(std::size_t{1} << 32U, 'x');
    if (does == "run out of memory") throw std::bad_alloc{};
    if (does == "hold") return Finding::hold("test.hold", "held");
    if (does == "reject") return Finding::reject("test.reject", "rejected");
    if (does == "approve") return Finding::approve("test.approve", "approved");
    if (does == "throw") throw std::runtime_error("the database is away");
    if (does == "throw an int") throw 7;
    if (does == "take its time")
      for (const auto begin = std::chrono::steady_clock::now();
           std::chrono::steady_clock::now() - begin < std::chrono::milliseconds{2};) {
      }
    if (does == "log") host_.log(moderato::Level::warning, "a word");
    Finding finding = Finding::hold("test.hold", "held");
    if (does == "bad action") return finding.action = static_cast<moderato::Action>(9), finding;
    if (does == "bad score") return finding.score = 1.5, finding;
    if (does == "nan score") return finding.score = std::numeric_limits<double>::quiet_NaN(), finding;
    if (does == "bad span") return finding.spans = {{0, 1'000'000}}, finding;
    if (does == "backward span") return finding.spans = {{2, 1}}, finding;
    finding.spans = {{0, 1}, {1, 2}};
    if (does == "weigh") return finding.weights = {-0.5F, 3'000'000'000.0F}, finding;
    if (does == "weigh one of two") return finding.weights = {1}, finding;
    if (does == "nan weight") return finding.weights = {1, std::numeric_limits<float>::quiet_NaN()}, finding;
    if (does == "endless weight") return finding.weights = {1, -std::numeric_limits<float>::infinity()}, finding;
    finding.spans.clear();
    if (does == "huge message") return finding.message.assign(1'000'000, 'x'), finding;
    if (does == "bad code") return finding.code = "has \"quotes\"", finding;
    if (does == "no code") return finding.code.clear(), finding;
    if (does == "bad attribute") return finding.scores = {{"", 0.5}}, finding;
    if (does == "no utf-8") return finding.message = "\xff", finding;
    if (does == "say what was expected") return Finding::hold("test.expected", expected_);
    if (does == "count") return Finding::hold("test.count", std::to_string(remembered_));
    if (does == "parent") return Finding::hold("test.parent", std::string{comment.parent_text().value_or("none")});
    return Finding::pass();
  }

  void expect(std::span<const moderato::Comment> comments) override {
    expected_.clear();
    for (const auto& comment : comments) expected_ += std::string{comment.text()} + ";";
    if (script_ == "throw when told") throw std::runtime_error("the database is away");
    if (script_ == "fetch for a while")
      for (const auto begin = std::chrono::steady_clock::now();
           std::chrono::steady_clock::now() - begin < std::chrono::milliseconds{20};) {
      }
  }
  void remember(const moderato::Decision&) override { ++remembered_; }
  moderato::Traits needs() const override {
    if (script_ == "need nothing") return {.concurrent = true};
    return Filter::needs();
  }
  void forget(std::span<const moderato::Comment> comments) override {
    if (script_ == "throw at forgetting") throw std::runtime_error("never");
    remembered_ -= static_cast<int>(comments.size());
  }
  moderato::Lookback lookback() const override { return {std::chrono::hours{1}, 10}; }

 private:
  // "as told": what the text says; "word 2": what its third word says.
  std::string deed_for(std::string_view text) const {
    if (script_ == "as told") return std::string{text};
    if (!script_.starts_with("word ")) return script_;
    std::istringstream words{std::string{text}};
    std::string word;
    for (int i = std::stoi(script_.substr(5)); i >= 0; --i) words >> word;
    return word;
  }

  std::string script_;
  volatile int burnt_ = 0;
  std::vector<std::string> taken_;
  moderato::Host host_;
  std::atomic<int> calls_{0};
  int remembered_ = 0;
  std::string expected_ = "nothing";
};

}  // namespace

MODERATO_FILTER(Scripted, "scripted", "1.0", "For tests")
