using QlikSnowflake.Keys;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>Compares a data connection, read with its secret, with what it should be, field by field.</summary>
internal static class DataConnectionComparison
{
    public const string PasswordField = "Password";
    private const string StringField = "ConnectionString";

    public static IReadOnlyList<DataConnectionDifference> Compare(DataConnection actual, DataConnectionState wanted)
    {
        var found = new List<DataConnectionDifference>();
        if (wanted.ConnectionString is { } text)
            CompareStrings(text, actual.ConnectionString, found);
        CompareProperties(wanted.ConnectionProperties, actual.ConnectionString, found);
        Check("Type", wanted.Type, actual.Type, StringComparison.OrdinalIgnoreCase);
        Check("UserName", wanted.UserName, actual.UserName, StringComparison.Ordinal);
        ComparePasswords(wanted, actual, found);
        Check("LogOn", wanted.LogOn?.ToString(), actual.LogOn.ToString(), StringComparison.Ordinal);
        Check("Architecture", wanted.Architecture?.ToString(), actual.Architecture.ToString(), StringComparison.Ordinal);
        Check("Owner", wanted.Owner?.ToString(), actual.Owner?.ToString(), StringComparison.OrdinalIgnoreCase);
        if (wanted.Tags is { } tags)
            Check("Tags", Joined(tags), Joined(actual.Tags), StringComparison.OrdinalIgnoreCase);
        CompareCustomProperties(wanted, actual, found);
        return found;

        void Check(string field, string? expected, string? present, StringComparison comparison)
        {
            if (expected is not null && !string.Equals(expected, present, comparison))
                found.Add(new DataConnectionDifference(field, expected, present, false));
        }
    }

    private static void CompareStrings(string wanted, string actual, List<DataConnectionDifference> found)
    {
        if (string.Equals(wanted, actual, StringComparison.Ordinal))
            return;

        if (TryParse(wanted) is not { } expected || TryParse(actual) is not { } present)
        {
            found.Add(new DataConnectionDifference(StringField, wanted, actual, false));
            return;
        }

        var before = found.Count;
        CompareProperties([.. expected.GetItems().Select(i => new KeyValuePair<string, string?>(i.Key, i.Value))], actual, found);
        foreach (var item in present.GetItems().Where(i => expected[i.Key] is null))
            found.Add(new DataConnectionDifference($"{StringField}.{item.Key}", null, item.Value, false));
        if (found.Count == before)
            found.Add(new DataConnectionDifference(StringField, wanted, actual, false));
    }

    private static void CompareProperties(
        IReadOnlyList<KeyValuePair<string, string?>> wanted,
        string actual,
        List<DataConnectionDifference> found
    )
    {
        if (wanted.Count == 0)
            return;

        var present = TryParse(actual);
        foreach (var property in wanted)
        {
            if (!string.Equals(property.Value, present?[property.Key], StringComparison.Ordinal))
                found.Add(
                    new DataConnectionDifference($"{StringField}.{property.Key}", property.Value, present?[property.Key], false)
                );
        }
    }

    // Some versions return no password, or an empty one for every connection: neither says that it is right or wrong.
    private static void ComparePasswords(DataConnectionState wanted, DataConnection actual, List<DataConnectionDifference> found)
    {
        if (wanted.Password is null)
            return;

        var expected = SecretText.ToPlainText(wanted.Password);
        if (actual.Password is null)
        {
            if (expected.Length > 0 || actual.HasPassword == true)
                found.Add(
                    new DataConnectionDifference(PasswordField, Description(expected), "(not shown by the repository)", true)
                );
            return;
        }

        var present = SecretText.ToPlainText(actual.Password);
        var (expectedKey, presentKey) = (KeyPairSecret.FingerprintOf(expected), KeyPairSecret.FingerprintOf(present));
        var same =
            expectedKey is not null && presentKey is not null
                ? string.Equals(expectedKey, presentKey, StringComparison.Ordinal)
                : string.Equals(expected, present, StringComparison.Ordinal);
        if (!same)
            found.Add(
                new DataConnectionDifference(
                    PasswordField,
                    Description(expected),
                    presentKey is null ? "(another secret)" : Description(present),
                    false
                )
            );
    }

    private static string Description(string secret) =>
        secret.Length == 0 ? "(none)"
        : KeyPairSecret.FingerprintOf(secret) is { } fingerprint ? "key " + fingerprint
        : "(secret)";

    private static void CompareCustomProperties(
        DataConnectionState wanted,
        DataConnection actual,
        List<DataConnectionDifference> found
    )
    {
        foreach (var property in wanted.CustomProperties)
        {
            var values = actual.Properties.FirstOrDefault(p => p.IsNamed(property.Name))?.Values ?? [];
            if (!new HashSet<string>(values, StringComparer.Ordinal).SetEquals(property.Values))
                found.Add(
                    new DataConnectionDifference(
                        "CustomProperties." + property.Name,
                        Joined(property.Values),
                        Joined(values),
                        false
                    )
                );
        }

        if (!wanted.NoOtherCustomProperties)
            return;
        foreach (var other in actual.Properties.Where(p => !wanted.CustomProperties.Any(w => w.IsNamed(p.Name))))
            found.Add(new DataConnectionDifference("CustomProperties." + other.Name, null, Joined(other.Values), false));
    }

    private static string Joined(IEnumerable<string> values) =>
        string.Join(", ", values.OrderBy(v => v, StringComparer.OrdinalIgnoreCase));

    private static QlikConnectionString? TryParse(string text)
    {
        if (!QlikConnectionString.IsOfConnector(text))
            return null;
        try
        {
            return QlikConnectionString.Parse(text);
        }
        catch (Errors.InputException)
        {
            return null;
        }
    }
}
