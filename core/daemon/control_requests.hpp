// Answers the requests of core/transport/README.md: reads the ledger itself, sends what decides to workers and
// recorder.
#pragma once

#include <boost/json/fwd.hpp>
#include <chrono>
#include <memory>
#include <string_view>

#include "chain/live_chains.hpp"
#include "daemon/outbound.hpp"
#include "daemon/pipeline.hpp"
#include "daemon/work_queue.hpp"
#include "ledger/ledger.hpp"
#include "transport/channel.hpp"
#include "transport/control.hpp"
#include "transport/feed.hpp"

namespace moderato {

// Belongs to the control thread.
class ControlRequests final : public ControlHandler {
 public:
  struct Parts {
    const Settings& settings;
    const LiveChains& live;
    std::unique_ptr<LedgerReader> ledger;
    Counters& counters;
    const Feed& feed;
    Mailbox<ControlAnswer>& answers;
    Channel<RecorderTask>& recorder;
    Channel<ReloadRequest>& reloader;
    Channel<EraseRequest>& eraser;
    WorkQueue& queue;
    std::size_t workers;
  };
  explicit ControlRequests(Parts parts);

  void request(std::string_view json, ReturnAddress from, const Peer& peer) override;

 private:
  using Object = boost::json::object;

  void dispatch(const Object& request, Caller caller, std::string_view json, const Peer& peer);
  void feed(const Object& request, const Caller& caller);
  void queue(const Object& request, const Caller& caller);
  void review(const Object& request, Caller caller);
  void explain(const Object& request, const Caller& caller);
  void score(const Object& request, Caller caller);
  void article(std::string_view json, Caller caller);
  void articles(const Object& request, const Caller& caller);
  void reload(const Object& request, Caller caller);
  void erase(const Object& request, Caller caller);
  void export_author(const Object& request, const Caller& caller);
  void stats(const Object& request, const Caller& caller);
  void plugins(const Caller& caller);

  // Counts what is handed on as waiting; refuses it when too much does.
  [[nodiscard]] bool may_ask(const Caller& caller);
  void answer(const Caller& caller, std::string body);
  void refuse(const Caller& caller, const Error& error);

  Parts parts_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace moderato
