#include "feed/following.hpp"

#include <pthread.h>

#include <exception>
#include <utility>

namespace moderato::gateway {

Following::Following(FollowerSettings settings, Projection& projection, Log log)
    : log_(std::move(log)), follower_(std::move(settings), projection, log_) {}

void Following::start(std::string name, std::function<void()> on_failed) {
  thread_ = std::thread{[this, name = std::move(name), on_failed = std::move(on_failed)] {
    pthread_setname_np(pthread_self(), name.c_str());
    run(on_failed);
  }};
}

void Following::stop() {
  follower_.stop();
  if (thread_.joinable()) thread_.join();
}

void Following::run(const std::function<void()>& on_failed) {
  try {
    const auto followed = follower_.run();
    if (followed) return;
    log_->critical("{}", followed.error().message);
  } catch (const std::exception& error) {
    log_->critical("{}", error.what());
  }
  on_failed();
}

}  // namespace moderato::gateway
