#include "http/cache_control.hpp"

namespace moderato::gateway::http {

std::string cache_control(const Caching& caching) {
  std::string text = caching.shared ? "public" : "private";
  text += caching.fresh.count() > 0 ? ", max-age=" + std::to_string(caching.fresh.count()) : ", no-cache";
  if (caching.shared && caching.fresh_in_proxies)
    text += ", s-maxage=" + std::to_string(caching.fresh_in_proxies->count());
  if (caching.stale_while_asking.count() > 0)
    text += ", stale-while-revalidate=" + std::to_string(caching.stale_while_asking.count());
  if (caching.immutable) text += ", immutable";
  return text;
}

}  // namespace moderato::gateway::http
