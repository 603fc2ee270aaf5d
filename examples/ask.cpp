// Asks one question through the library and prints what happens, event by event:
//   ask "Write a sorting algorithm"
// Configured as the server is: ./signalbox.yaml, else keys in the environment, else the demo models.
#include "app/config_source.hpp"
#include "app/engine.hpp"

#include <iostream>
#include <string>

using namespace signalbox;

namespace {

void print(StreamEvent const& event, int& attempt) {
    if (event.stage != "token") {
        std::cout << "\n[" << event.progress << "] " << event.message << std::flush;
        return;
    }
    // A new attempt replaces the text of the one before.
    if (event.attempt.value_or(0) != attempt) std::cout << "\n--- instead ---";
    attempt = event.attempt.value_or(0);
    std::cout << event.content << std::flush;
}

Task<int> ask(app::Engine::Worker& worker, ChainContext context) {
    auto stream = worker.orchestrator.orchestrate_stream(std::move(context));
    int attempt = 0;
    bool complete = false;
    for (;;) {
        auto const next = co_await stream.next();
        if (!next) break;
        print(next->event, attempt);
        complete = next->event.type == StreamEventType::complete;
        if (complete) {
            auto const& result = *next->event.result;
            std::cout << "\nAnswered by " << result.model << " after " << result.retry_count << " retries.";
        }
    }
    std::cout << "\n";
    co_return complete ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    auto config = app::load_config(app::ConfigSource{});
    if (!config) {
        std::cerr << config.error().detail << "\n";
        return 2;
    }
    config->workers = 1;  // this thread
    auto const engine = app::Engine::create(*std::move(config));
    if (!engine) {
        std::cerr << engine.error().detail << "\n";
        return 2;
    }
    ChainContext context;
    context.messages.push_back({Role::user, count > 1 ? arguments[1] : "Write a sorting algorithm"});

    auto& worker = (*engine)->worker(0);
    int code = 1;
    spawn(ask(worker, std::move(context)), [&](int result) {
        code = result;
        worker.loop.stop();
    });
    worker.loop.run();
    return code;
}
