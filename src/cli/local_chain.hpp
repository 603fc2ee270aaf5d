#pragma once

#include "cli/chain.hpp"
#include "pipeline/orchestrator.hpp"

namespace signalbox::cli {

// The chain of this process.
class LocalChain final : public Chain {
public:
    // `orchestrator` outlives it. `models_json`: what GET /api/models would say.
    LocalChain(ChainOrchestrator& orchestrator, std::string models_json)
        : orchestrator_{orchestrator}, models_json_{std::move(models_json)} {}

    Task<Result<void>> ask(Question const& question, OnEvent const& on_event, Cancellation& cancellation) override;
    Task<Result<std::string>> answer(Question const& question, Cancellation& cancellation) override;
    Task<Result<std::string>> route(Question const& question, Cancellation& cancellation) override;
    Task<Result<std::string>> models(Cancellation& cancellation) override;

private:
    ChainOrchestrator& orchestrator_;
    std::string models_json_;
};

}  // namespace signalbox::cli
