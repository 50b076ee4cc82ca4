#include "cli/compare_perspective/perspective_client.hpp"

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include "cli/compare_perspective/wording.hpp"

namespace moderato::cli {
namespace {

// Longer than Google's quota, which is counted by the minute, can make anyone wait.
constexpr std::chrono::milliseconds longest_wait{120'000};

// With "equal jitter": half of it fixed, half by chance.
// https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
std::chrono::milliseconds back_off(int times) {
  const std::int64_t whole = std::min<std::int64_t>(1'000LL << std::min(times, 10), 60'000);
  std::random_device chance;
  return std::chrono::milliseconds{whole / 2 + std::uniform_int_distribution<std::int64_t>{0, whole / 2}(chance)};
}

std::string without_slash(std::string endpoint) {
  while (endpoint.ends_with('/')) endpoint.pop_back();
  return endpoint;
}

}  // namespace

PerspectiveClient::PerspectiveClient(Options options,
                                     std::function<void(const std::string&, std::chrono::milliseconds)> told)
    : http_(options.timeout),
      url_(without_slash(options.endpoint) + "/comments:analyze?key=" + percent_encoded(options.key.reveal())),
      host_(without_slash(std::move(options.endpoint))),
      per_second_(options.per_second),
      tries_(options.tries),
      told_(std::move(told)) {}

void PerspectiveClient::keep_pace() {
  if (per_second_ <= 0) return;
  std::this_thread::sleep_until(next_);
  const auto now = std::chrono::steady_clock::now();
  next_ = now + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                    std::chrono::duration<double>{1 / per_second_});
}

Result<Outcome> PerspectiveClient::ask(const std::string& request) {
  std::string why;
  for (int times = 0; times < tries_; ++times) {
    keep_pace();
    auto answer = http_.post(url_, request);
    std::optional<std::chrono::seconds> wanted;
    if (answer) {
      Outcome outcome = outcome_of(*answer);
      const auto* busy = std::get_if<Busy>(&outcome);
      if (busy == nullptr) return outcome;
      why = busy->why;
      wanted = busy->wait;
    } else {
      why = answer.error().message;
    }
    if (times + 1 == tries_) break;
    const std::chrono::milliseconds wait =
        wanted ? std::min<std::chrono::milliseconds>(*wanted, longest_wait) : back_off(times);
    told_(why, wait);
    std::this_thread::sleep_for(wait);
  }
  return Error{"cli.no_answer", host_ + " gave no answer, asked " +
                                    counted(static_cast<std::size_t>(tries_), "time", "times") + ": " + why};
}

Result<std::variant<Scored, Refused>> PerspectiveClient::analyze(std::string_view text, std::string_view language,
                                                                 Attributes attributes) {
  while (attributes.any()) {
    auto outcome = ask(analyze_request(text, language, attributes));
    if (!outcome) return outcome.error();
    if (auto* scored = std::get_if<Scored>(&*outcome)) return std::variant<Scored, Refused>{*scored};
    if (auto* refused = std::get_if<Refused>(&*outcome)) return std::variant<Scored, Refused>{std::move(*refused)};
    if (auto* failed = std::get_if<Failed>(&*outcome)) return Error{"cli.refused", host_ + ": " + failed->why};
    const std::size_t attribute = std::get<NotForThis>(*outcome).attribute;
    // What was not asked for can't be left out: it would go on for ever.
    if (!attributes[attribute]) return Error{"cli.refused", host_ + " refuses what it was not asked for"};
    attributes.reset(attribute);
  }
  return std::variant<Scored, Refused>{Refused{"LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"}};
}

}  // namespace moderato::cli
