#include "late_decisions/speaker.hpp"

namespace moderato::gateway {

Telling telling_by_status(const http_client::Answer& answer) {
  if (answer.accepted()) return Telling::done;
  switch (answer.status) {
    case 0:
    case 401:
    case 403:
    case 408:
    case 429:
      return Telling::again;
    default:
      return answer.status >= 500 ? Telling::again : Telling::never;
  }
}

}  // namespace moderato::gateway
