#pragma once

#include "pipeline/extended_question.hpp"
#include "pipeline/provider.hpp"
#include "pipeline/seam.hpp"

#include <memory>
#include <optional>
#include <string>

namespace signalbox {

// Lets an answer that broke off go on in another call: keeps the text that passed, asks for what is
// missing, and joins both. Stands between a provider and the reader of its deltas for one run, when
// ChainPolicy::on_cut says so.
//
//   begin(reader);  complete(question(), *this);  end();     -- a call that begins an answer
//   if it broke off and can_go_on():
//   go_on(reader);  complete(question(), *this);  end();     -- as often as there are attempts
//
// What goes on is plain text: its deltas have no frames, which would be of another answer.
class Continuation final : public DeltaSink {
public:
    // REQUIRES: `context` outlives it.
    explicit Continuation(ChainContext const& context) : context_{context} {}

    void begin(DeltaSink& reader);
    void go_on(DeltaSink& reader);
    // The call is over: passes on what was held back at the seam.
    void end();

    // What the call asks: the context itself, or with the text so far and the wish to go on.
    [[nodiscard]] ChainContext const& question() const { return asked_ ? asked_->context() : context_; }
    // There is text, nothing but text, and the request wants no more than text.
    [[nodiscard]] bool can_go_on() const;
    // The whole answer so far.
    [[nodiscard]] std::string const& text() const { return text_; }

    void on_delta(Delta const& delta) override;
    [[nodiscard]] bool behind() const override { return reader_->behind(); }
    Task<void> caught_up() override { return reader_->caught_up(); }

private:
    void pass(Delta const& delta);

    ChainContext const& context_;
    DeltaSink* reader_ = nullptr;
    std::string text_;
    bool only_text_ = true;
    std::optional<Seam> seam_;  // of a call that goes on
    std::unique_ptr<ExtendedQuestion> asked_;
};

}  // namespace signalbox
