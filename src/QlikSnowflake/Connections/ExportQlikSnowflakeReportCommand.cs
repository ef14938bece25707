using System.Management.Automation;
using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Report;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Commands.Connections;

/// <summary>Writes how Qlik reaches Snowflake as one page, as JSON, or as an object.</summary>
[Cmdlet(VerbsData.Export, "QlikSnowflakeReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(string), typeof(EstateReport))]
public sealed class ExportQlikSnowflakeReportCommand : SiteCmdlet
{
    private ReportBaseline? _baseline;
    private string? _path;

    /// <summary>The file to write; without it the page or the JSON is emitted as text.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The form: a page, JSON, or the object that both are made of.</summary>
    [Parameter]
    public ReportForm As { get; set; }

    /// <summary>An earlier report, as page or JSON: the new one says what changed since.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Baseline { get; set; }

    /// <summary>Journals of rotations, which tell what they switched; wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? JournalPath { get; set; }

    /// <summary>From which age on a registered key is a finding.</summary>
    [Parameter]
    [DurationArgument]
    public TimeSpan MaxKeyAge { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long before its end an API key is a finding.</summary>
    [Parameter]
    [DurationArgument]
    public TimeSpan ExpiringWithin { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Replace a file that is in the way.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emit the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool FailureEndsCommand => true;

    private protected override object? Target => Path;

    // What is wrong with the parameters is said before the sites are read, which may take a while.
    private protected override void Prepare()
    {
        if (As == ReportForm.Object && Path is not null)
            throw new InputException(
                ErrorIds.ReportPathNotUsed,
                "-As Object emits the report, and -Path would have nothing to hold.",
                "Leave -Path out, or give -As Html or -As Json."
            );
        CheckPositive(nameof(MaxKeyAge), MaxKeyAge);
        CheckPositive(nameof(ExpiringWithin), ExpiringWithin);
        _path = Path is null ? null : ResolvePath(Path);
        if (_path is not null)
            ReportFile.Check(_path, Force);
        _baseline = Baseline is null ? null : ReportFile.ReadBaseline(ResolvePath(Baseline));
    }

    private protected override void Process()
    {
        if (_path is not null && !ShouldProcess(_path, $"Write a report on {string.Join(", ", Sites.Select(s => s.Name))}"))
            return;

        var journals = OpenJournals();
        var reader = new EstateReader(Sites, Snowflake, Tenants);
        var source = WaitFor(context => reader.ReadAsync(journals, context)) with
        {
            Baseline = _baseline,
            MaxKeyAge = MaxKeyAge,
            ApiKeyNotice = ExpiringWithin,
        };
        foreach (var finding in source.Findings.Where(f => f.IsIncomplete))
            WriteWarning($"{finding.Message} The report says so.");

        var report = EstateReport.Of(source);
        if (As == ReportForm.Object)
        {
            WriteObject(report);
            return;
        }

        var content = As == ReportForm.Json ? ReportJson.Write(report) : Encoding.UTF8.GetBytes(HtmlReport.Write(report));
        if (_path is null)
        {
            WriteObject(Encoding.UTF8.GetString(content));
            return;
        }

        ReportFile.Write(_path, content, Force);
        if (PassThru)
            WriteObject(new FileInfo(_path));
    }

    private List<RotationJournal> OpenJournals()
    {
        var journals = new List<RotationJournal>();
        foreach (var given in JournalPath ?? [])
        {
            // A journal appears with the first rotation; a pattern that matches none is no mistake.
            var paths = WildcardPattern.ContainsWildcardCharacters(given)
                ? GetResolvedProviderPathFromPSPath(given, out _).ToArray()
                : [ResolvePath(given)];
            foreach (var path in paths)
            {
                journals.Add(
                    RotationJournal.Open(path)
                        ?? throw new InputException(
                            ErrorIds.RotationJournalNotFound,
                            $"There is no journal '{path}'.",
                            "A rotation keeps it beside the new key, as KEY.rotation.json; a pattern may match none.",
                            FailureKind.NotFound
                        )
                );
            }
        }

        return journals;
    }

    private static void CheckPositive(string parameter, TimeSpan value)
    {
        if (value <= TimeSpan.Zero)
            throw new InputException(
                ErrorIds.DurationInvalid,
                $"-{parameter} must be more than nothing.",
                "Give 90d, 12h or P30D."
            );
    }
}
