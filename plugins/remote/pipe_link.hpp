// Messages over pipes, one a line.
#pragma once

#include "fd.hpp"
#include "link.hpp"

namespace moderato::remote {

class PipeLink final : public Link {
 public:
  // Both outlive it and don't block.
  PipeLink(const Fd& to, const Fd& from) : to_(to), from_(from) {}

  [[nodiscard]] bool has_room() const override;
  void send(std::string message) override;
  [[nodiscard]] std::optional<std::string> move(const Take& take) override;
  [[nodiscard]] bool wait_for(std::vector<pollfd>& polled) const override;
  [[nodiscard]] std::optional<Clock::time_point> stuck_since() const override;

 private:
  [[nodiscard]] std::optional<std::string> write();
  [[nodiscard]] std::optional<std::string> read(const Take& take);
  void take_lines(const Take& take);

  const Fd& to_;
  const Fd& from_;
  std::string out_;  // from `written_` on it is still to be written
  std::size_t written_ = 0;
  Clock::time_point progress_;
  std::string in_;  // a line that has begun
  std::size_t searched_ = 0;
  bool more_ = false;  // to be read, perhaps
};

}  // namespace moderato::remote
