#include "cli/local_chain.hpp"

#include "pipeline/narrator.hpp"
#include "wire/api_json.hpp"

namespace signalbox::cli {

namespace {

// Tells the events of a run as the server's stream would.
class JsonEvents final : public EventSink {
public:
    JsonEvents(bool emoji, Chain::OnEvent const& on_event) : narrator_{emoji}, on_event_{on_event} {}

    void publish(Event const& event) override {
        auto const told = narrator_.tell(event);
        if (!told) return;
        json_.clear();
        wire::JsonWriter json{json_};
        wire::write(json, *told);
        on_event_(json_);
    }

private:
    Narrator narrator_;
    Chain::OnEvent const& on_event_;
    std::string json_;
};

}  // namespace

Task<Result<void>> LocalChain::ask(Question const& question, OnEvent const& on_event, Cancellation& cancellation) {
    auto const context = context_of(question);
    JsonEvents events{orchestrator_.snapshot()->chain.emoji, on_event};
    auto const result = co_await orchestrator_.run(context, events, cancellation);
    static_cast<void>(result);  // its terminal event has told
    co_return Result<void>{};
}

Task<Result<std::string>> LocalChain::answer(Question const& question, Cancellation& cancellation) {
    auto context = context_of(question);
    context.options.stream = StreamPolicy::off;
    auto const result = co_await orchestrator_.orchestrate(context, cancellation);
    if (!result) co_return std::unexpected(result.error());
    std::string text;
    wire::JsonWriter json{text};
    wire::write(json, *result);
    co_return text;
}

Task<Result<std::string>> LocalChain::route(Question const& question, Cancellation&) {
    auto const decision = orchestrator_.dry_run(context_of(question));
    if (!decision) co_return std::unexpected(decision.error());
    std::string text;
    wire::JsonWriter json{text};
    json.begin_object();
    json.key("analysis");
    wire::write(json, decision->analysis);
    json.key("routingPlan");
    wire::write(json, *decision->plan);
    json.member("cacheHit", decision->cache_hit);
    json.member("direct", decision->direct);
    json.end_object();
    co_return text;
}

Task<Result<std::string>> LocalChain::models(Cancellation&) { co_return models_json_; }

}  // namespace signalbox::cli
