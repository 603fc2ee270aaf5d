#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox {

enum class Language : std::uint8_t { english, german, french, spanish, italian, portuguese, dutch };
inline constexpr std::array<std::string_view, 7> language_names{"English", "German",     "French", "Spanish",
                                                                "Italian", "Portuguese", "Dutch"};

// Counts the small words by which a text written in Latin letters gives its language away. Names,
// terms and code have none of them, so a text full of those is of no language.
struct SmallWords {
    static constexpr std::uint32_t plenty = 3;  // of one language: the text is at least partly in it

    std::array<std::uint32_t, language_names.size()> count{};

    // Reads no further once there are plenty of `wanted`.
    void add(std::string_view text, std::optional<Language> wanted = {});
    [[nodiscard]] std::uint32_t of(Language language) const { return count[static_cast<std::size_t>(language)]; }
    // The language with at least `least` small words, twice as many as any other has.
    [[nodiscard]] std::optional<Language> main(std::uint32_t least) const;
};

// The language whose name `word` begins with, in any of the languages above ("German", "deutsch",
// "allemand"); nothing for every other word. ASCII case is ignored.
[[nodiscard]] std::optional<Language> named_language(std::string_view word);

}  // namespace signalbox
