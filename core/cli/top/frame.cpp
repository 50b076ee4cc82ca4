#include "cli/top/frame.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "cli/show.hpp"
#include "comment/json_fields.hpp"
#include "metrics/histogram.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

const json::object& part(const json::object& of, std::string_view name) {
  static const json::object nothing;
  const json::object* found = object_in(of, name);
  return found == nullptr ? nothing : *found;
}

std::string printed(const char* format, double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

// 1234567 -> "1,234,567"
std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3 + (number < 0 ? 1U : 0U);) text.insert(at -= 3, ",");
  return text;
}

std::string rate_text(double per_second) {
  return per_second < 10 ? printed("%.1f", per_second) : grouped(std::llround(per_second));
}

std::string time_text(double microseconds) {
  if (microseconds < 1'000) return printed("%.0f us", microseconds);
  if (microseconds < 1e6) return printed(microseconds < 1e4 ? "%.1f ms" : "%.0f ms", microseconds / 1e3);
  return printed("%.1f s", microseconds / 1e6);
}

std::string size_text(double bytes) {
  if (bytes < 1e6) return printed("%.0f kB", bytes / 1e3);
  return bytes < 1e9 ? printed("%.1f MB", bytes / 1e6) : printed("%.2f GB", bytes / 1e9);
}

Histogram::Snapshot snapshot(const json::object& times) {
  Histogram::Snapshot read;
  const json::array& buckets = list_in(times, "buckets");
  if (buckets.size() != read.buckets.size()) return read;  // a daemon of another version
  for (std::size_t i = 0; i < buckets.size(); ++i)
    read.buckets[i] =
        buckets[i].is_int64() ? static_cast<std::uint64_t>(std::max<std::int64_t>(buckets[i].as_int64(), 0)) : 0;
  return read;
}

// The newer of two answers, and what happened since the older.
class Change {
 public:
  Change(const TopSample& now, const std::optional<TopSample>& before) : now_(now.stats) {
    const auto up = static_cast<double>(integer_in(now_, "uptime_s"));
    seconds_ = std::max(up, 1.0);
    // Another daemon counts from the start.
    if (!before || integer_in(before->stats, "uptime_s") > integer_in(now_, "uptime_s")) return;
    before_ = &before->stats;
    seconds_ = std::max(now.at - before->at, .001);
  }

  [[nodiscard]] const json::object& now() const { return now_; }
  [[nodiscard]] const json::object& earlier() const {
    static const json::object nothing;
    return before_ == nullptr ? nothing : *before_;
  }
  [[nodiscard]] double rate(const json::object& is, const json::object& was, std::string_view name) const {
    const double more = static_cast<double>(integer_in(is, name)) - static_cast<double>(integer_in(was, name));
    return std::max(more, 0.0) / seconds_;
  }
  // Median and 99th percentile; "-" for both when nothing happened.
  [[nodiscard]] static std::array<std::string, 2> times(const json::object& is, const json::object& was) {
    Histogram::Snapshot between = snapshot(is);
    const Histogram::Snapshot old = snapshot(was);
    for (std::size_t i = 0; i < between.buckets.size(); ++i)
      between.buckets[i] -= std::min(between.buckets[i], old.buckets[i]);
    if (between.count() == 0) return {"-", "-"};
    return {time_text(between.quantile(.5)), time_text(between.quantile(.99))};
  }

 private:
  const json::object& now_;
  const json::object* before_ = nullptr;
  double seconds_ = 1;
};

const json::object& filter_named(const json::object& stats, std::string_view name) {
  static const json::object nothing;
  for (const json::value& value : list_in(stats, "filters"))
    if (const json::object* filter = value.if_object(); filter != nullptr && text_in(*filter, "name") == name)
      return *filter;
  return nothing;
}

class Picture {
 public:
  Picture(const Change& change, std::size_t width) : change_(change), stats_(change.now()), width_(width) {}

  std::vector<TopLine> draw() {
    head();
    comments();
    queues();
    stages();
    ledger();
    filters();
    return std::move(lines_);
  }

 private:
  void line(std::string_view text, Colour colour = Colour::none) {
    const bool fits = one_line(text, width_) == one_line(text, width_ + 1);
    lines_.push_back({one_line(text, fits ? width_ : width_ - 1), colour});  // "…" takes a place, too
  }
  [[nodiscard]] std::string count(const json::object& of, std::string_view name) const {
    return grouped(integer_in(of, name));
  }

  void head() {
    const std::int64_t refused = integer_in(stats_, "reloads_refused");
    line("moderato " + one_line(text_in(stats_, "version"), 20) + ", up " +
             uptime_text(integer_in(stats_, "uptime_s")) + ", configuration " + one_line(text_in(stats_, "chain"), 20) +
             ", " + count(stats_, "workers") + " workers, " + count(stats_, "reloads") + " reloads" +
             (refused > 0 ? ", " + grouped(refused) + " refused" : ""),
         Colour::bold);
    const json::object& ledger = part(stats_, "ledger");
    if (ledger.contains("writable") && !flag_in(ledger, "writable"))
      line("The ledger can't be written: nothing is taken in until it can be.", Colour::red);
  }

  void comments() {
    const json::object& is = part(stats_, "decided");
    const json::object& was = part(change_.earlier(), "decided");
    line("");
    line(padded("", 12) + padded("received", -12) + padded("approved", -12) + padded("held", -12) +
             padded("rejected", -12) + padded("withdrawn", -12),
         Colour::dim);
    std::string rates =
        padded("a second", 12) + padded(rate_text(change_.rate(stats_, change_.earlier(), "received")), -12);
    std::string totals = padded("in all", 12) + padded(count(stats_, "received"), -12);
    for (const std::string_view name : {"approved", "held", "rejected", "withdrawn"}) {
      rates += padded(rate_text(change_.rate(is, was, name)), -12);
      totals += padded(count(is, name), -12);
    }
    line(rates);
    line(totals);
    line("");
  }

  void queues() {
    const json::object& waiting = part(stats_, "waiting");
    line(padded("waiting", 12) + count(waiting, "judging") + " to be judged, " + count(waiting, "writing") +
         " to be written, " + count(waiting, "publishing") + " to be published, " + count(waiting, "requests") +
         " requests");
    const std::int64_t most = integer_in(stats_, "max_in_flight");
    const bool full = most > 0 && integer_in(stats_, "in_flight") >= most;
    line(padded("in flight", 12) + count(stats_, "in_flight") + " of " + grouped(most) + (full ? ": senders wait" : ""),
         full ? Colour::yellow : Colour::none);
    line(padded("held", 12) + count(stats_, "held") + " for a moderator; " + count(stats_, "malformed") +
         " malformed, " + count(stats_, "resubmitted") + " sent again, " + count(stats_, "busy") +
         " told to come back");
  }

  void stages() {
    const json::object& earlier = change_.earlier();
    std::string names = padded("", 12);
    std::string halves = padded("p50", 12);
    std::string most = padded("p99", 12);
    const auto column = [&](std::string_view name, const json::object& is, const json::object& was) {
      const auto [p50, p99] = Change::times(is, was);
      names += padded(name, -12);
      halves += padded(p50, -12);
      most += padded(p99, -12);
    };
    for (const std::string_view name : {"judging", "writing", "whole"})
      column(name, part(part(stats_, "stages"), name), part(part(earlier, "stages"), name));
    column("commit", part(stats_, "commit_times"), part(earlier, "commit_times"));
    line("");
    line(names, Colour::dim);
    line(halves);
    line(most);
  }

  void ledger() {
    line("");
    line(padded("ledger", 12) + count(stats_, "last_seq") + " decisions, " +
         size_text(number_in(stats_, "ledger_bytes")) + ", " +
         rate_text(change_.rate(stats_, change_.earlier(), "commits")) + " commits a second");
    line("");
  }

  void filters() {
    constexpr int name_width = 16;
    line(padded("filter", name_width) + padded("/s", -8) + padded("hold", -7) + padded("reject", -8) +
             padded("errors", -8) + padded("over", -7) + padded("restarts", -9) + padded("p50", -8) + padded("p99", -8),
         Colour::dim);
    for (const json::value& value : list_in(stats_, "filters")) {
      const json::object* is = value.if_object();
      if (is == nullptr) continue;
      const json::object& was = filter_named(change_.earlier(), text_in(*is, "name"));
      const double checked = change_.rate(*is, was, "checked");
      const auto share_of = [&](std::string_view name) {
        return checked == 0 ? std::string{"-"} : printed("%.1f%%", 100 * change_.rate(*is, was, name) / checked);
      };
      const auto [p50, p99] = Change::times(*is, was);
      const bool failing = change_.rate(*is, was, "errors") > 0 || change_.rate(*is, was, "restarts") > 0;
      line(padded(one_line(text_in(*is, "name"), name_width - 2), name_width) + padded(rate_text(checked), -8) +
               padded(share_of("held"), -7) + padded(share_of("rejected"), -8) + padded(count(*is, "errors"), -8) +
               padded(count(*is, "over_budget"), -7) + padded(count(*is, "restarts"), -9) + padded(p50, -8) +
               padded(p99, -8),
           failing ? Colour::red : Colour::none);
    }
  }

  const Change& change_;
  const json::object& stats_;
  std::size_t width_;
  std::vector<TopLine> lines_;
};

}  // namespace

std::vector<TopLine> top_frame(const TopSample& now, const std::optional<TopSample>& before, std::size_t width) {
  const Change change{now, before};
  return Picture{change, width}.draw();
}

}  // namespace moderato::cli
