#include "app/span_exporter.hpp"

#include "app/version.hpp"
#include "providers/head_fields.hpp"
#include "telemetry/otlp_json.hpp"

#include <algorithm>
#include <utility>

namespace signalbox::app {

namespace {

constexpr std::string_view traces = "/v1/traces";
constexpr std::size_t max_answer = 64 * 1024;

std::string target_of(std::string const& path) { return path.ends_with(traces) ? path : path + std::string{traces}; }

}  // namespace

std::unique_ptr<SpanExporter> SpanExporter::create(net::Loop& loop, TracingOptions const& options) {
    if (options.endpoint.empty()) return nullptr;
    auto url = net::parse_url(options.endpoint);
    auto fields = head_fields(Secret{}, options.headers);
    if (!url || !fields) return nullptr;
    return std::unique_ptr<SpanExporter>{new SpanExporter{loop, options, std::move(*url), std::move(*fields)}};
}

SpanExporter::SpanExporter(net::Loop& loop, TracingOptions const& options, net::HttpUrl url, Secret fields)
    : loop_{loop},
      tracer_{options.sample},
      service_{options.service},
      target_{target_of(url.path)},
      fields_{std::move(fields)},
      client_{loop, std::move(url.origin), {}},
      repeating_{loop, every, [this] { send(); }} {}

void SpanExporter::send() {
    if (sending_) return;
    auto const spans = tracer_.take(batch);
    if (spans.empty()) {
        if (done_) end();
        return;
    }
    sending_ = true;
    auto const count = std::ssize(spans);
    spawn(post(*this, telemetry::otlp_json(spans, service_, version)),
          [this, count](bool taken) { sent(count, taken); });
}

Task<bool> SpanExporter::post(SpanExporter& exporter, std::string body) {
    auto const until = std::min(exporter.loop_.now() + patience, exporter.until_);
    net::HttpCall const call{
        .target = exporter.target_, .head_fields = exporter.fields_.reveal(), .body = body, .head_deadline = until};
    auto exchange = co_await exporter.client_.send(call, exporter.cancellation_);
    if (!exchange) co_return false;
    auto const status = (*exchange)->head().status;
    // The answer says nothing more that we could act on; read, it keeps the connection.
    auto const rest = co_await (*exchange)->read_all(max_answer, until, exporter.cancellation_);
    co_return rest.has_value() && status / 100 == 2;
}

void SpanExporter::sent(std::int64_t count, bool taken) {
    sending_ = false;
    if (taken) {
        tracer_.exported.add(count);
    } else {
        tracer_.dropped.add(count);
        tracer_.failed.add();
    }
    // A collector that fails now is not asked again at once.
    if (taken && !done_) return send();
    if (!done_) return;
    if (taken && loop_.now() < until_) return send();
    end();
}

void SpanExporter::finish(std::function<void()> done) {
    repeating_.stop();
    done_ = std::move(done);
    until_ = loop_.now() + last_patience;
    // What is under way may take longer than is left.
    if (sending_) return cancellation_.request(Errc::draining);
    send();
}

void SpanExporter::end() {
    if (auto const done = std::exchange(done_, nullptr)) done();
}

}  // namespace signalbox::app
