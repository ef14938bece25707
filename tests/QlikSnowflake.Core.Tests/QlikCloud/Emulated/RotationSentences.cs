using System.Text.RegularExpressions;

namespace QlikSnowflake.Tests.QlikCloud.Emulated;

/// <summary>What is true of store and tenant after a run.</summary>
/// <param name="OldId">The id of the old key.</param>
/// <param name="Stored">Which key the store holds.</param>
/// <param name="WasTouched">Whether the store holds something else than before.</param>
/// <param name="OldIsGood">Whether the tenant accepts the old key.</param>
/// <param name="NewIsGood">Whether it accepts the new one.</param>
/// <param name="IsAnyStoredGood">Whether it accepts the key in the store.</param>
/// <param name="WasRefused">Whether it has refused the new key by 401.</param>
internal sealed record Truth(
    string OldId,
    Stored Stored,
    bool WasTouched,
    bool OldIsGood,
    bool NewIsGood,
    bool IsAnyStoredGood,
    bool WasRefused
);

/// <summary>What a store holds.</summary>
internal enum Stored
{
    Nothing,
    Old,
    New,
    Another,
    NoKey,
}

/// <summary>The sentences of a rotation's errors and warnings, and when each is true.</summary>
internal static class RotationSentences
{
    // What follows a full stop and begins with a capital is the next sentence; names of stores here hold neither.
    private static readonly Regex Ends = new(@"(?<=[.!?])\s+(?=[A-Z])", RegexOptions.CultureInvariant);

    private const string BothGood =
        "the old key (?<id>\\S+) (and the new one are both good|is good, and (?<refused>Qlik Cloud refuses the new one))\\.$";

    private static readonly (Regex Form, Func<Truth, Match, bool> IsTrue)[] Claims =
    [
        Claim("^The store was not changed: the key in it works\\.$", t => !t.WasTouched && t.IsAnyStoredGood),
        Claim("^The store was not changed, and is not known to hold a key that works\\.$", t => !t.WasTouched),
        Claim("^The store was not changed\\.$", t => !t.WasTouched),
        Claim("^The session's key works still\\.$", t => t.OldIsGood),
        Claim("^The new key is in the store, and works\\.$", t => t is { Stored: Stored.New, NewIsGood: true }),
        Claim(
            "^The store holds the new key, which Qlik Cloud refuses by now; the old key (?<id>\\S+) was not deleted\\.$",
            (t, m) => t is { Stored: Stored.New, OldIsGood: true, WasRefused: true } && m.Groups["id"].Value == t.OldId
        ),
        Claim("^The store took a key and cannot be read back; " + BothGood, AreBothGood),
        Claim("^The old key is in the store again, and works\\.$", t => t is { Stored: Stored.Old, OldIsGood: true }),
        Claim("^The store shows the old key, and may show the new one yet; " + BothGood, AreBothGood),
        Claim("^The store shows the new key, and may show the old one yet; " + BothGood, AreBothGood),
        Claim("^What the store holds is not known; " + BothGood, AreBothGood),
        Claim(
            "^The store holds a key that this run does not know; " + BothGood,
            (t, m) => t.Stored == Stored.Another && AreBothGood(t, m)
        ),
        Claim("^What the store holds is not known, so neither .* is deleted\\.$", t => t.OldIsGood),
        Claim("^The key in the store cannot be read back, so neither .* is deleted\\.$", t => t.OldIsGood),
        Claim("^The store shows a key that is neither the old one nor the new one; none is deleted\\.$", t => t.OldIsGood),
        Claim("^The old key is deleted\\.$", t => t is { OldIsGood: false, Stored: Stored.New, NewIsGood: true }),
        Claim(
            "^The old key could not be deleted; the next run tries again\\.$",
            t => t is { Stored: Stored.New, NewIsGood: true }
        ),
        Claim(
            "^The old key (?<id>\\S+) could not be deleted, and the next run tries again: ",
            (t, m) => t is { Stored: Stored.New, NewIsGood: true } && m.Groups["id"].Value == t.OldId
        ),
        Claim("^Nothing is to be done: the key in the store works\\.$", t => t.IsAnyStoredGood),
        Claim("^Nothing was stored\\.$", t => !t.WasTouched),
    ];

    // What was seen, done or is to be done: it says nothing of what store and tenant hold now.
    private static readonly Regex NoClaim = new(
        "^(The rotation stopped at the step '|The step '.*' could not be taken back: |Run the same command again"
            + "|Connect with a key that works, and run the same command again\\.|What was read back from the store is not the key"
            + "|Look at who else writes there|See who else writes there\\.|No key was read from the store: "
            + "|What was read from the store does not log in \\("
            + "|Whatever else keeps the old one needs the new one too\\.|It is looked for, removed, and made once more\\."
            + "|Whether the new key was made is not known: |The store is broken\\.|Mend it\\."
            + "|Another run |Let it end|One task for one store|Qlik Cloud (refuses|answered|does not accept) |The connection to "
            + "|localhost:)",
        RegexOptions.CultureInvariant
    );

    /// <summary>The sentences of a text.</summary>
    public static IEnumerable<string> Of(string? text) => string.IsNullOrEmpty(text) ? [] : Ends.Split(text.Trim());

    /// <summary>Whether a sentence is true; null where it claims nothing of store and tenant.</summary>
    /// <exception cref="InvalidOperationException">Nobody has said when it is true.</exception>
    public static bool? IsTrue(string sentence, Truth truth)
    {
        foreach (var (form, isTrue) in Claims)
        {
            if (form.Match(sentence) is { Success: true } match)
                return isTrue(truth, match);
        }

        return NoClaim.IsMatch(sentence) ? null : throw new InvalidOperationException("When is this true? " + sentence);
    }

    private static bool AreBothGood(Truth truth, Match match) =>
        truth.OldIsGood
        && match.Groups["id"].Value == truth.OldId
        && (match.Groups["refused"].Success ? truth.WasRefused : truth.NewIsGood);

    private static (Regex Form, Func<Truth, Match, bool> IsTrue) Claim(string form, Func<Truth, bool> isTrue) =>
        Claim(form, (truth, _) => isTrue(truth));

    private static (Regex Form, Func<Truth, Match, bool> IsTrue) Claim(string form, Func<Truth, Match, bool> isTrue) =>
        (new Regex(form, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase), isTrue);
}
