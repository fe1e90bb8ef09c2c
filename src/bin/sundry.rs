//! The command line: parses arguments, calls the library, nothing else.
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use sundry::commands::{self, Failed};
use sundry::config::Flags;

/// Many small allocations on several threads: measured a third more pages than with the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(
    name = "sundry",
    version,
    about = "A whole shop in one binary: storefront, back office, JSON API, jobs, mail and payments.",
    after_help = "First steps:\n  sundry demo                    a stocked shop to look at, with a staff login\n  sundry serve --data shop       your own shop, in the folder `shop`\n  sundry import shopify FILE     its products, from a Shopify export\n\nEvery setting: `sundry config`. Flags beat SUNDRY_* variables beat sundry.toml."
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// The same everywhere.
#[derive(Args)]
struct Common {
    /// Address and port to serve on, as 127.0.0.1:8080
    #[arg(long, global = true, value_name = "ADDR")]
    listen: Option<String>,
    /// Folder for the database, pictures and mail
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// A configuration file [default: sundry.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the shop
    Serve {
        /// Allow plain http off this machine, on a network you trust
        #[arg(long)]
        insecure_lan: bool,
    },
    /// Open an invented, stocked shop: prints its address and a staff login
    Demo {
        /// How many products
        #[arg(long, default_value_t = 240, value_name = "N")]
        products: usize,
        /// How many past orders
        #[arg(long, default_value_t = 0, value_name = "N")]
        orders: u64,
        /// Only stock the shop, do not serve it
        #[arg(long)]
        no_serve: bool,
    },
    /// Bring in products, stock or prices; a run that was stopped goes on where it was
    Import(Import),
    /// Take out products, stock, prices or orders as a table
    Export {
        /// products, stock, prices or orders
        what: String,
        /// Write there instead of to the terminal
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Bring the database's schema up to date (`serve` does it too)
    Migrate,
    /// The people behind the counter
    #[command(subcommand)]
    Staff(Staff),
    /// Prove the books: stock, totals, payments, events, storage
    Check {
        /// A journal of orders a client saw acknowledged, one JSON object a line
        #[arg(long, value_name = "FILE")]
        journal: Option<PathBuf>,
    },
    /// The event log and those who read it
    #[command(subcommand)]
    Events(Events),
    /// Work that is waiting, running or dead
    #[command(subcommand)]
    Jobs(Jobs),
    /// Money: what providers say of it, and the ledger
    #[command(subcommand)]
    Payments(Payments),
    /// Lists of products, and what they are found by
    #[command(subcommand)]
    Search(Search),
    /// Show the effective configuration, secrets hidden
    Config,
    /// Measure this machine and this build
    #[command(subcommand)]
    Bench(Bench),
    /// Tell what an id stands for
    Inspect {
        /// As in ord_01j… or pay_01j…
        id: String,
    },
}

#[derive(Args)]
struct Import {
    /// shopify, woocommerce, magento, products (our own form, or any by a mapping), stock, prices, or orders of the past
    form: String,
    file: PathBuf,
    /// Read and report, write nothing
    #[arg(long)]
    dry_run: bool,
    /// For `products` and `orders`: what the file's columns become; see docs/import.md
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// A folder or ZIP archive that pictures without an address come from
    #[arg(long, value_name = "PATH")]
    pictures: Option<PathBuf>,
    /// Write every remark and problem there, as a table (CSV)
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Staff {
    /// Add somebody; prints a freshly made password
    Add {
        email: String,
        #[arg(long)]
        name: String,
        /// owner, manager, clerk, support or read_only
        #[arg(long, default_value = "clerk")]
        role: String,
    },
    /// Who there is
    List,
}

#[derive(Subcommand)]
enum Events {
    /// Show events, oldest first
    Tail {
        /// How many of the newest
        #[arg(long, default_value_t = 20)]
        last: i64,
        /// Go on showing new ones
        #[arg(long)]
        follow: bool,
    },
    /// Hand events to a subscriber again
    Replay {
        subscriber: String,
        /// From this place in the log (XACT.SEQ), or `start`
        #[arg(long)]
        from: String,
    },
    /// How far each subscriber is behind
    Lag,
}

#[derive(Subcommand)]
enum Jobs {
    /// Counts by kind and state
    List,
    /// The dead, with what went wrong
    Dead,
    /// Let a dead job run again
    Retry { id: String },
}

#[derive(Subcommand)]
enum Payments {
    /// Ask providers about every payment without an answer, compare the rest, and repair what differs
    Reconcile {
        /// How far back to compare
        #[arg(long, default_value_t = 120, value_name = "N")]
        days: u64,
    },
    /// What every account of the ledger comes to
    Accounts,
}

#[derive(Subcommand)]
enum Search {
    /// Make them anew from products, prices and stock; the shop may be open
    Rebuild,
}

#[derive(Subcommand)]
enum Bench {
    /// Everything below, on a fresh demo shop in a temporary folder
    All,
    /// Cached and uncached pages against a bare hello of the same server
    Pages,
    /// Durable orders through the facade against bare SQLite
    Orders,
    /// Whole guest checkouts over JSON
    Checkouts,
    /// How good search is: rated questions of a public catalogue in a folder (products, queries, judgements)
    Search { folder: std::path::PathBuf },
    /// How good recommendations are: baskets of a public shop in a folder, of which something is kept back
    Recommend { folder: std::path::PathBuf },
    /// Searches, suggestions and recommendations over HTTP; with `--data`, on the shop there
    Finding {
        /// How many products the demo has that is made otherwise
        #[arg(long, default_value_t = 40_000, value_name = "N")]
        products: usize,
    },
    /// Start to first page, and memory
    Memory,
    /// Many who want what few can have, a coupon that is good once, and equal requests: fails where it is not exact. With
    /// `--database postgres://…`, an empty one, over two instances
    Races {
        #[arg(long, default_value_t = 5000, value_name = "N")]
        buyers: usize,
        #[arg(long, default_value_t = 256, value_name = "N")]
        at_once: usize,
        #[arg(long, default_value_t = 100, value_name = "N")]
        units: usize,
        /// Who want to use a coupon that is good for one use
        #[arg(long, default_value_t = 200, value_name = "N")]
        uses: usize,
        #[arg(long, default_value_t = 100, value_name = "N")]
        rounds: usize,
        /// Equal requests with one key
        #[arg(long, default_value_t = 64, value_name = "N")]
        equal: usize,
    },
    /// A long random sequence of orders, payments and stock beside a model of the shop: fails where they part
    Walk {
        #[arg(long, default_value_t = 100_000, value_name = "N")]
        steps: u64,
        /// Repeats a sequence
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
    },
    /// The load generator the others start as a process of its own
    #[command(hide = true)]
    Load { plan: String },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let Common { listen, data, database, config } = cli.common;
    let flags = Flags { file: config, listen, data, database };
    match run(&flags, cli.command) {
        Ok(code) => code,
        Err(e) => {
            eprintln!("sundry: {e}");
            ExitCode::FAILURE
        }
    }
}

fn run(flags: &Flags, command: Command) -> Result<ExitCode, Failed> {
    match command {
        Command::Serve { insecure_lan } => commands::serve::run(flags, insecure_lan)?,
        Command::Demo { products, orders, no_serve } => commands::demo::run(flags, products, orders, !no_serve)?,
        Command::Import(Import { form, file, dry_run, mapping, pictures, report }) => {
            let asked = commands::import::Asked { form, file, dry_run, mapping, pictures, report };
            return commands::import::run(flags, &asked);
        }
        Command::Export { what, to } => commands::export::run(flags, &what, to.as_deref())?,
        Command::Migrate => commands::migrate::run(flags)?,
        Command::Staff(Staff::Add { email, name, role }) => commands::staff::add(flags, &email, &name, &role)?,
        Command::Staff(Staff::List) => commands::staff::list(flags)?,
        Command::Check { journal } => return commands::check::run(flags, journal.as_deref()),
        Command::Events(Events::Tail { last, follow }) => commands::events::tail(flags, last, follow)?,
        Command::Events(Events::Replay { subscriber, from }) => {
            commands::events::replay(flags, &subscriber, &from)?
        }
        Command::Events(Events::Lag) => commands::events::lag(flags)?,
        Command::Jobs(Jobs::List) => commands::jobs::list(flags)?,
        Command::Jobs(Jobs::Dead) => commands::jobs::dead(flags)?,
        Command::Jobs(Jobs::Retry { id }) => commands::jobs::retry(flags, &id)?,
        Command::Payments(Payments::Reconcile { days }) => commands::payments::reconcile(flags, days)?,
        Command::Payments(Payments::Accounts) => commands::payments::accounts(flags)?,
        Command::Search(Search::Rebuild) => commands::search::rebuild(flags)?,
        Command::Config => commands::config::show(flags)?,
        Command::Bench(bench) => match bench {
            Bench::All => commands::bench::all(flags)?,
            Bench::Pages => commands::bench::pages(flags)?,
            Bench::Orders => commands::bench::orders(flags)?,
            Bench::Checkouts => commands::bench::checkouts(flags)?,
            Bench::Search { folder } => commands::bench::search(&folder)?,
            Bench::Recommend { folder } => commands::bench::recommend(&folder)?,
            Bench::Finding { products } => commands::bench::finding(flags, products)?,
            Bench::Memory => commands::bench::memory(flags)?,
            Bench::Races { buyers, at_once, units, uses, rounds, equal } => {
                let sizes = commands::bench::Races { buyers, at_once, units, uses, rounds, equal };
                commands::bench::races(flags, sizes)?;
            }
            Bench::Walk { steps, seed } => commands::bench::walk(flags, steps, seed)?,
            Bench::Load { plan } => commands::bench::load(&plan)?,
        },
        Command::Inspect { id } => commands::inspect::run(flags, &id)?,
    }
    Ok(ExitCode::SUCCESS)
}
