// Awaits comments for those who can't wait for the disk themselves, such as a server's threads.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "daemon/logging.hpp"
#include "late_decisions/late_decisions.hpp"

namespace moderato::gateway {

// Has a thread of its own: all that comes while one commit is made is in the next.
class Keeper {
 public:
  // `late` outlives this.
  Keeper(LateDecisions& late, Log log);
  ~Keeper();  // once all is kept
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  // `then` is called once it is durable, or could not be kept, by this object's thread; it must not throw. Thread-safe.
  using Then = std::function<void(bool kept)>;
  void keep(Awaited awaited, Then then);

 private:
  void run();
  bool expect(const std::vector<Awaited>& all);

  LateDecisions& late_;
  Log log_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<Awaited> awaited_;
  std::vector<Then> then_;  // of each
  bool stopping_ = false;
  std::jthread thread_;  // last: it uses all the others
};

}  // namespace moderato::gateway
