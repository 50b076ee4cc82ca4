// Does what its option `does` says, well or badly.
#include <atomic>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <string>

#include "moderato/filter.hpp"

namespace {

class Scripted final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.remembers = true, .wants_context = true};

  explicit Scripted(moderato::Options& options) : does_(options.string("does", "pass")), host_(options.host()) {
    options.number("share", 0.5, 0, 1);
    if (does_ == "throw at start") throw std::runtime_error("no good day");
    if (does_ == "refuse an option") options.refuse("does", "can't be done");
  }

  moderato::Finding check(const moderato::Comment& comment) override {
    using moderato::Finding;
    if (calls_.fetch_add(1) != 0) throw std::logic_error("called from two threads at once");
    const struct Leave {
      std::atomic<int>& calls;
      ~Leave() { calls.fetch_sub(1); }
    } leave{calls_};
    if (does_ == "hold") return Finding::hold("test.hold", "held");
    if (does_ == "reject") return Finding::reject("test.reject", "rejected");
    if (does_ == "approve") return Finding::approve("test.approve", "approved");
    if (does_ == "throw") throw std::runtime_error("the database is away");
    if (does_ == "throw an int") throw 7;
    if (does_ == "take its time")
      for (const auto begin = std::chrono::steady_clock::now();
           std::chrono::steady_clock::now() - begin < std::chrono::milliseconds{2};) {
      }
    if (does_ == "log") host_.log(moderato::Level::warning, "a word");
    Finding finding = Finding::hold("test.hold", "held");
    if (does_ == "bad action") return finding.action = static_cast<moderato::Action>(9), finding;
    if (does_ == "bad score") return finding.score = 1.5, finding;
    if (does_ == "nan score") return finding.score = std::numeric_limits<double>::quiet_NaN(), finding;
    if (does_ == "bad span") return finding.spans = {{0, 1'000'000}}, finding;
    if (does_ == "backward span") return finding.spans = {{2, 1}}, finding;
    finding.spans = {{0, 1}, {1, 2}};
    if (does_ == "weigh") return finding.weights = {-0.5F, 3'000'000'000.0F}, finding;
    if (does_ == "weigh one of two") return finding.weights = {1}, finding;
    if (does_ == "nan weight") return finding.weights = {1, std::numeric_limits<float>::quiet_NaN()}, finding;
    if (does_ == "endless weight") return finding.weights = {1, -std::numeric_limits<float>::infinity()}, finding;
    finding.spans.clear();
    if (does_ == "huge message") return finding.message.assign(1'000'000, 'x'), finding;
    if (does_ == "bad code") return finding.code = "has \"quotes\"", finding;
    if (does_ == "no code") return finding.code.clear(), finding;
    if (does_ == "bad attribute") return finding.scores = {{"", 0.5}}, finding;
    if (does_ == "no utf-8") return finding.message = "\xff", finding;
    if (does_ == "count") return Finding::hold("test.count", std::to_string(remembered_));
    if (does_ == "parent") return Finding::hold("test.parent", std::string{comment.parent_text().value_or("none")});
    return Finding::pass();
  }

  void remember(const moderato::Decision&) override { ++remembered_; }
  moderato::Lookback lookback() const override { return {std::chrono::hours{1}, 10}; }

 private:
  std::string does_;
  moderato::Host host_;
  std::atomic<int> calls_{0};
  int remembered_ = 0;
};

}  // namespace

MODERATO_FILTER(Scripted, "scripted", "1.0", "For tests")
