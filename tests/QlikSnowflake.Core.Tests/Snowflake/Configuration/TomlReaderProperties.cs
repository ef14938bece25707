using FsCheck;
using FsCheck.Fluent;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Configuration;

namespace QlikSnowflake.Tests.Snowflake.Configuration;

/// <summary>No text whatever makes reading a connection file fail in a way of its own, or go on for ever.</summary>
public sealed class TomlReaderProperties
{
    private static readonly string[] Parts =
    [
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        ".",
        ",",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "\\",
        "\\u00e9",
        "\\U0010FFFF",
        "\\uD800",
        "\\uFFFFFFFF",
        "#",
        " ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "\uFEFF",
        "\uD83D",
        "key",
        "connections",
        "a.b",
        "1",
        "-0x1F",
        "true",
        "1979-05-27",
        "é",
    ];

    private static Config Runs => Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Any_text_is_TOML_or_refused_as_none() =>
        Check.One(Runs, Prop.ForAll(ArbMap.Default.ArbFor<string>(), IsReadOrRefused));

    [Fact]
    public void Any_mixture_of_TOMLs_signs_is_TOML_or_refused_as_none() =>
        Check.One(Runs, Prop.ForAll(Gen.Elements(Parts).ListOf().Select(string.Concat).ToArbitrary(), IsReadOrRefused));

    [Fact]
    public void A_text_that_is_written_with_every_sign_escaped_is_read_as_it_was() =>
        Check.One(
            Runs,
            Prop.ForAll(
                ArbMap.Default.ArbFor<string>(),
                text =>
                {
                    var expected = string.Concat((text ?? string.Empty).Where(c => !char.IsSurrogate(c)));
                    var escaped = string.Concat(expected.Select(c => $"\\u{(int)c:x4}\\U0001F511"));
                    return TomlReader.Read($"[c]\r\nk = \"{escaped}\" # end\r\n", "f")["c"]["k"]
                        == string.Concat(expected.Select(c => c + "\U0001F511"));
                }
            )
        );

    private static bool IsReadOrRefused(string? text)
    {
        try
        {
            return TomlReader.Read(text ?? string.Empty, "f").ContainsKey(string.Empty);
        }
        catch (InputException e)
        {
            return e.ErrorId == "ConnectionFileInvalid" && e.RecommendedAction is not null;
        }
    }
}
