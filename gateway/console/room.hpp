// The console with all it needs: the casebook and who follows the feed for it, appeals, reports and views.
#pragma once

#include <functional>
#include <memory>
#include <thread>

#include "casebook/projection.hpp"
#include "config/settings.hpp"
#include "console/console.hpp"
#include "console/reader_reports.hpp"
#include "console/told_articles.hpp"
#include "feed/following.hpp"

namespace moderato::gateway::console {

struct RoomSettings {
  std::filesystem::path casebook;
  std::filesystem::path read_model;
  std::filesystem::path store;
  std::chrono::microseconds rejected_text{0};  // how long texts of what was rejected are kept; 0: for good
  RejectReasons reject_reasons{};
};
[[nodiscard]] RoomSettings room_settings(const Settings& settings);

// Has a thread of its own for the feed, and those of Console. Outlives the server that it answers for.
class Room {
 public:
  // What `ask` reaches is gone before this is, and `gate` and `audit` after it. Errors: those of open_store;
  // casebook.cannot_open, casebook.not_ours; those of Reader::open, the read model's.
  [[nodiscard]] static Result<std::unique_ptr<Room>> open(const RoomSettings& settings, FollowerSettings daemon,
                                                          const accounts::Gate& gate, Audit& audit, Ask ask,
                                                          const Log& log);
  ~Room();  // stops, and waits
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  void add_routes(http::Router& router) { console_.add_routes(router); }
  // `on_failed`: told, in its thread, when the feed can't be followed any more.
  void start(std::function<void()> on_failed);
  // Once the server has stopped: what was asked is done, and nothing more is asked of the daemon.
  void finish() { console_.finish(); }

  [[nodiscard]] Console& console() { return console_; }
  [[nodiscard]] Appeals& appeals() { return *appeals_; }

 private:
  struct Opened {
    std::unique_ptr<Appeals> appeals;
    std::unique_ptr<Views> views;
    Reports reports;
    Reader articles;
    casebook::Writer writer;
  };
  Room(const RoomSettings& settings, FollowerSettings daemon, Opened opened, const accounts::Gate& gate, Audit& audit,
       Ask ask, const Log& log);

  Log log_;
  std::unique_ptr<Appeals> appeals_;
  std::unique_ptr<Views> views_;
  ReaderReports reports_;
  ToldArticles articles_;
  Console console_;
  casebook::CasebookProjection casebook_;
  Following following_;
};

}  // namespace moderato::gateway::console
