// Moderato's settings as plain data: defaults here, reading them in load.hpp. One comment per field.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "comment/comment.hpp"
#include "config/access.hpp"
#include "config/gateway_settings.hpp"
#include "moderato/filter.hpp"

namespace moderato {

class OptionTable;  // option_table.hpp

// Where a socket listens and where it calls. Both may have several addresses; at least one in all.
struct Endpoints {
  std::vector<std::string> bind;
  std::vector<std::string> connect;
  std::string server_key = {};  // public key of whom we call; empty: they are called in plain
  unsigned ipc_mode = 0600;     // of the sockets made for ipc:// addresses

  bool operator==(const Endpoints&) const = default;
};

struct IntakeSettings {
  Endpoints queue{{"tcp://127.0.0.1:5871"}, {}};  // PULL: one frame, one comment, no answer
  Endpoints desk{{"tcp://127.0.0.1:5872"}, {}};   // ROUTER: a comment in, its verdict back
  Limits limits;                                  // max_text_bytes, max_frame_bytes
  std::size_t max_in_flight = 20'000;             // comments taken in and not yet on disk; bounds memory
  std::size_t max_per_client = 10'000;            // of those, from one client of the desk
  bool open_early = false;  // takes comments in at start while the filters are still told what they knew
};

struct FeedSettings {
  Endpoints publish{{"tcp://127.0.0.1:5873"}, {}};
  std::size_t max_queued = 20'000;  // messages kept for a subscriber that is slow; beyond, it must catch up
};

struct ControlSettings {
  Endpoints endpoint{{"tcp://127.0.0.1:5874"}, {}};
};

struct LedgerSettings {
  std::filesystem::path path = "ledger.db";  // relative to the configuration file
  std::size_t commit_rows = 2'048;           // most decisions in one commit
};

struct MonitorSettings {
  std::string endpoint = "127.0.0.1:5875";  // HTTP for metrics and health; loopback only; empty: none

  std::chrono::microseconds hang_after = std::chrono::minutes{1};  // a filter that takes so long is stuck

  bool operator==(const MonitorSettings&) const = default;
};

enum class LogFormat : std::uint8_t { automatic, text, json };  // automatic: text on a terminal, else JSON lines

struct LogSettings {
  LogFormat format = LogFormat::automatic;
  Level level = Level::info;
  bool comments = false;  // a line per comment, with its text: off, for speed and privacy
};

enum class Mode : std::uint8_t { enforce, shadow };
enum class OnError : std::uint8_t { hold, pass, reject };

enum class Isolation : std::uint8_t { none, process };  // process: each filter in one of its own

// For a filter in a process of its own.
struct IsolationLimits {
  std::chrono::microseconds time{2'000'000};  // for one comment; beyond it the process is ended and started again
  std::uint64_t memory = 1ULL << 30U;         // bytes of its own; beyond it there is none to be had
  double cores = 0;                           // of the processor, on average over ten seconds; 0: as many as there are

  bool operator==(const IsolationLimits&) const = default;
};

// How long what is personal is kept; 0: for good.
struct RetentionSettings {
  std::chrono::microseconds ip{0};
  std::chrono::microseconds email{0};
  std::chrono::microseconds token{0};
  std::chrono::microseconds rejected_text{0};  // counted from the rejection

  bool operator==(const RetentionSettings&) const = default;
};

struct PrivacySettings {
  RetentionSettings retention;
  std::string objection;  // how to object to a decision: for people who ask what is held on them

  bool operator==(const PrivacySettings&) const = default;
};

// One filter of one chain, site overrides merged in.
struct FilterSettings {
  std::string name;    // as in the chain and in verdicts
  std::string plugin;  // the library's name without ".so"; the filter's name unless said otherwise
  Mode mode = Mode::enforce;
  OnError on_error = OnError::hold;
  std::chrono::microseconds budget{50'000};  // over it, the answer still counts, and is counted and reported
  Isolation isolation = Isolation::none;
  IsolationLimits limits;
  std::shared_ptr<const OptionTable> options;
  std::string identity;  // equal for filters that may share one instance: name, plugin, isolation and options as text
};

struct ChainSettings {
  std::vector<FilterSettings> filters;
  bool stop_on_reject = true;  // false: run the rest too, to explain fully
};

struct SiteSettings {
  std::string name;
  ChainSettings chain;
};

struct Settings {
  std::filesystem::path file;  // where it came from, for messages; empty for the embedded defaults
  AccessSettings access;
  IntakeSettings intake;
  FeedSettings feed;
  ControlSettings control;
  LedgerSettings ledger;
  MonitorSettings monitor;
  GatewaySettings gateway;
  PrivacySettings privacy;
  LogSettings log;
  std::vector<std::filesystem::path> plugin_path;  // searched in order; empty: beside the program
  std::size_t workers = 0;                         // threads that run the chain; 0: one per core
  ChainSettings chain;
  std::vector<SiteSettings> sites;  // those with a chain of their own
};

}  // namespace moderato
