// The moderators' console: what its pages ask (openapi.json is the contract), but for sessions and accounts.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "casebook/projection.hpp"
#include "console/decisions.hpp"
#include "console/events.hpp"
#include "console/parts.hpp"
#include "console/reject_reasons.hpp"
#include "http/router.hpp"

namespace moderato::gateway::console {

struct ConsoleSettings {
  std::filesystem::path casebook;  // a Writer has made it
  RejectReasons reasons{};
  std::size_t threads = 2;  // that read
};

// Threads of its own read and decide. Outlives the server that it answers for.
class Console {
 public:
  Console(ConsoleSettings settings, Parts parts);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  void add_routes(http::Router& router);
  // Once the server has stopped: what was asked is done, and nothing more is asked of the daemon.
  void finish();

  // Call for all that is applied to the casebook, in order, by its follower's thread.
  void applied(const casebook::Applied& applied);
  // An author objects. `done` is called once, by a thread of this. Errors: those of Appeals::file; comment.not_found;
  // casebook.away.
  void appeal(CaseKey key, std::string author, std::string text, std::function<void(const Result<void>&)> done);

 private:
  struct Asked {
    const http::Request& request;
    const accounts::Principal& principal;
    const casebook::Reader& reader;
  };
  using Answer = http::Response (Console::*)(const Asked& asked);
  using AnswerLater = void (Console::*)(const Asked& asked, http::Responder& responder);

  void add(http::Router& router, http::Method method, std::string_view path, Answer answer,
           accounts::Role least = accounts::Role::moderator);
  void add(http::Router& router, http::Method method, std::string_view path, AnswerLater answer,
           accounts::Role least = accounts::Role::moderator);
  using Handle = std::function<void(const Asked& asked, http::Responder& responder)>;
  void add_handler(http::Router& router, http::Method method, std::string_view path, accounts::Role least,
                   Handle handle);
  void with_reader(http::Responder& responder, const std::function<void(const casebook::Reader&)>& work);
  [[nodiscard]] casebook::Reader take_reader();
  [[nodiscard]] Result<void> file_appeal(const CaseKey& key, std::string_view author, std::string_view text);

  http::Response queue(const Asked& asked);
  http::Response comment(const Asked& asked);
  http::Response claim(const Asked& asked);
  http::Response release(const Asked& asked);
  http::Response search(const Asked& asked);
  http::Response views(const Asked& asked);
  http::Response put_view(const Asked& asked);
  http::Response drop_view(const Asked& asked);
  http::Response reasons(const Asked& asked);
  http::Response audit(const Asked& asked);
  void decide(const Asked& asked, http::Responder& responder);
  void stats(const Asked& asked, http::Responder& responder);

  ConsoleSettings settings_;
  Parts parts_;
  Claims claims_;
  std::atomic<bool> finishing_ = false;
  std::mutex mutex_;
  std::vector<casebook::Reader> readers_;  // those that nobody reads with
  Events events_;
  Decisions decisions_;
  boost::asio::thread_pool threads_;  // last: its threads use all the others
};

}  // namespace moderato::gateway::console
