// Where outcomes go, whichever thread has them: receipts to the intake, answers to control.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/pipeline.hpp"
#include "transport/control.hpp"
#include "transport/intake.hpp"

namespace moderato {

// Collects a batch of outcomes and posts them together. Belongs to one thread; cheap to make.
class Outbound {
 public:
  Outbound(Mailbox<Receipt>& receipts, Mailbox<ControlAnswer>& answers) : receipts_(receipts), answers_(answers) {}

  // `body` is a JSON object; a caller at control gets its `ref` in it.
  void add(const Caller& caller, std::string body) {
    switch (caller.at) {
      case Caller::At::desk:
        desk_.push_back({caller.address, std::move(body)});
        break;
      case Caller::At::control:
        control_.push_back({caller.address, {with_ref(std::move(body), caller.ref)}});
        break;
    }
  }

  void post() {
    if (!desk_.empty()) receipts_.post_all(desk_);
    if (!control_.empty()) answers_.post_all(control_);
  }

  // The intake may have been waiting for room, or for the last comment in flight.
  void wake_intake() { receipts_.wake(); }

  static std::string with_ref(std::string body, std::string_view ref) {
    if (ref.empty()) return body;
    const bool empty_object = body == "{}";
    body.insert(1, std::string{"\"ref\":"}.append(ref).append(empty_object ? "" : ","));
    return body;
  }

 private:
  Mailbox<Receipt>& receipts_;
  Mailbox<ControlAnswer>& answers_;
  std::vector<Receipt> desk_;
  std::vector<ControlAnswer> control_;
};

// {"verdict": …}, as control answers.
[[nodiscard]] inline std::string wrapped_verdict(std::string_view verdict) {
  return std::string{"{\"verdict\":"}.append(verdict).append("}");
}

}  // namespace moderato
