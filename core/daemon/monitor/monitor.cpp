#include "daemon/monitor/monitor.hpp"

#include <utility>

#include "daemon/monitor/families.hpp"

namespace moderato {
namespace {

// 200 and a word, or 503 and why not: what probes understand, and people.
HttpAnswer health(std::string_view word, const std::vector<std::string>& wrong) {
  HttpAnswer answer;
  if (!wrong.empty()) answer.status = 503;
  if (wrong.empty()) answer.body.append(word).append("\n");
  for (const std::string& sentence : wrong) answer.body.append(sentence).append("\n");
  return answer;
}

}  // namespace

Result<std::unique_ptr<HttpServer>> open_monitor(const MonitorSettings& settings, MonitorSources sources) {
  const auto endpoint = parse_http_endpoint(settings.endpoint);
  if (!endpoint) return std::unique_ptr<HttpServer>{};
  return HttpServer::open(*endpoint, [from = std::move(sources)](std::string_view path) -> HttpAnswer {
    if (path == "/metrics") return {200, std::string{Families::content_type}, from.metrics()};
    if (path == "/healthz") return health("alive", from.stuck());
    if (path == "/readyz") return health("ready", from.unready());
    const unsigned status = path == "/" ? 200 : 404;
    return {status, "text/plain; charset=utf-8", "Here are /metrics, /healthz and /readyz.\n"};
  });
}

}  // namespace moderato
